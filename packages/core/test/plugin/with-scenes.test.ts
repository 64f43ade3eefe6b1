import { expect, it } from 'vitest';
import { type Defect, withScenes } from '../../src/plugin/index.js';

const defect = (id: string): Defect => ({
  id,
  kind: 'mutant',
  summary: id,
  violates: 'nothing',
  source: 'this test',
  mark: 'inferred',
});
const scene = { policy: 'now', trigger: 'reboot', release: 'fixed', pages: 1 } as const;

it('gives defects their scenes, and leaves those alone that have none', () => {
  expect(withScenes([defect('one'), defect('two')], { two: scene })).toEqual([
    defect('one'),
    { ...defect('two'), scene },
  ]);
});

it('refuses a scene of what is no defect', () => {
  expect(() => withScenes([defect('one')], { on: scene, one: scene })).toThrow(
    'scenes of defects that do not exist: "on"',
  );
});
