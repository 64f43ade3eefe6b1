import { names, type PageMap } from '@cvm-teardown/core/plugin';
import { GFNS_PER_FRAME } from './constants.js';
import {
  uvEsm,
  uvRegisterMemSlot,
  uvSvmTerminate,
  uvUnregisterMemSlot,
  uvWritePate,
  zeroSecureFrame,
} from './operations.js';
import { type GfnState, type gfnFields, type S, step } from './state.js';

/**
 * The Ultravisor: an independent judge. It sees its svm, its page states and the pages that it is handed, and refuses on its own
 * rules; it never looks at the hypervisor's words. Where nothing else is said the source is open-power/ultravisor
 * core/svm_host.c (CODE-UV).
 */
export type UvState = GfnState['uv'];
export type Svm = S['vm']['svm'];

/** What the Ultravisor answers, and the page state afterwards. */
export interface UvAnswer {
  readonly rc: 'U_SUCCESS' | 'U_PARAMETER' | 'U_P2' | 'U_P3' | 'U_STATE';
  readonly uv: UvState;
}

const answer = (rc: UvAnswer['rc'], uv: UvState): UvAnswer => ({ rc, uv });

/** UV_PAGE_IN of a private page, whose source holds ciphertext or not. docs/ppc.md 7.11, 6 */
export function judgePageIn(svm: Svm, uv: UvState, sourceIsCipher: boolean): UvAnswer {
  if (svm === 'none') return answer('U_PARAMETER', uv);
  if (svm === 'abort') return answer('U_STATE', uv);
  switch (uv) {
    case 'none':
      return answer('U_P3', uv);
    case 'secure':
      // Content from outside is only believed while the svm is being built.
      return svm === 'active' ? answer('U_SUCCESS', uv) : answer('U_P2', uv);
    case 'paged-out':
      return sourceIsCipher ? answer('U_SUCCESS', 'secure') : answer('U_P3', uv);
    default:
      // HV_UNSHARING: accepted without a copy; the Ultravisor then puts a zeroed frame in place.
      return answer('U_SUCCESS', 'secure');
  }
}

/** UV_PAGE_IN of a page that is shared or about to be. docs/ppc.md 6 */
export function judgeShare(svm: Svm, uv: UvState): UvAnswer {
  if (svm === 'none') return answer('U_PARAMETER', uv);
  if (svm === 'abort') return answer('U_STATE', uv);
  return uv === 'none' || uv === 'paged-out' ? answer('U_P3', uv) : answer('U_SUCCESS', 'shared');
}

/** UV_PAGE_OUT. `copies` is false where the Ultravisor says success and writes nothing. docs/ppc.md 7.12, 7.4 */
export function judgePageOut(svm: Svm, uv: UvState): UvAnswer & { readonly copies: boolean } {
  if (svm === 'none' || uv !== 'secure') return { ...answer('U_PARAMETER', uv), copies: false };
  return svm === 'abort'
    ? { ...answer('U_SUCCESS', uv), copies: false }
    : { ...answer('U_SUCCESS', 'paged-out'), copies: true };
}

/** UV_PAGE_INVAL. docs/ppc.md 7.13 */
export function judgePageInval(svm: Svm, uv: UvState): UvAnswer {
  if (svm === 'none') return answer('U_PARAMETER', uv);
  if (svm === 'abort') return answer('U_STATE', uv);
  if (uv === 'none') return answer('U_P3', uv);
  return uv === 'shared' || uv === 'shared-inv' ? answer('U_SUCCESS', 'shared-inv') : answer('U_P2', uv);
}

/** UV_ESM up to the point where the hypervisor is asked: the svm exists, and is being built. docs/ppc.md 7.16 */
export const createSvm = step({
  name: 'UV_ESM',
  operation: uvEsm,
  outcomes: names('U_SUCCESS', 'U_RETRY'),
  apply: (s) => {
    if (s.vm.svm !== 'none') return 'U_RETRY';
    s.vm.svm = 'active';
    return 'U_SUCCESS';
  },
  source: 'open-power/ultravisor core/uvcall.c; docs/ppc.md 7.16, 8.1',
});

const backed: PageMap<typeof gfnFields> = ({ uv }) => (uv === 'none' ? { uv: 'secure' } : undefined);
const forgotten: PageMap<typeof gfnFields> = ({ uv }) => (uv === 'none' ? undefined : { uv: 'none' });

/** UV_REGISTER_MEM_SLOT: every GFN of the slot has secure, zeroed memory at once. docs/ppc.md 7.9 */
export const registerMemSlot = step<[from: number, to: number]>({
  name: 'UV_REGISTER_MEM_SLOT',
  operation: uvRegisterMemSlot,
  apply: (s, [from, to]) => s.gfn.map(backed, from, to),
  source: 'docs/ppc.md 7.9',
});

/** The part of UV_REGISTER_MEM_SLOT that takes the time: a price of its own. */
export const zeroFrames = step<[from: number, to: number]>({
  name: 'zero-frames',
  operation: zeroSecureFrame,
  units: (_, [from, to]) => Math.ceil((to - from) / GFNS_PER_FRAME),
  source: 'docs/ppc.md 7.9',
});

/** UV_UNREGISTER_MEM_SLOT: mappings and frames are gone; always 0. docs/ppc.md 7.10 */
export const unregisterMemSlot = step<[from: number, to: number]>({
  name: 'UV_UNREGISTER_MEM_SLOT',
  operation: uvUnregisterMemSlot,
  recounts: true,
  apply: (s, [from, to]) => s.gfn.map(forgotten, from, to),
  source: 'docs/ppc.md 7.10',
});

/** UV_SVM_TERMINATE: destroys the svm with all its slots. docs/ppc.md 7.15 */
export const terminateSvm = step({
  name: 'UV_SVM_TERMINATE',
  operation: uvSvmTerminate,
  apply: (s) => {
    s.vm.svm = 'none';
    s.gfn.map(forgotten);
  },
  source: 'docs/ppc.md 7.15',
});

/** UV_WRITE_PATE: ignored while an svm exists (CODE-UV). docs/ppc.md 7.15 */
export const writePate = step({
  name: 'UV_WRITE_PATE',
  operation: uvWritePate,
  apply: (s) => {
    if (s.vm.svm === 'none') s.vm.root = 'hv';
  },
  source: 'docs/ppc.md 7.15',
});

/** The Ultravisor commits: its tree is the one that the hardware walks, and the svm is SECURE. docs/ppc.md 8.1 step 7 */
export const commitSvm = step({
  name: 'commit',
  apply: (s) => {
    s.vm.svm = 'secure';
    s.vm.root = 'uv';
  },
  source: 'open-power/ultravisor core/uvcall.c; docs/ppc.md 8.1',
});

/** The Ultravisor gives the svm up, before it tells the hypervisor. docs/ppc.md 7.4 */
export const giveSvmUp = step({
  name: 'give-up',
  apply: (s) => {
    s.vm.svm = 'abort';
  },
  source: 'open-power/ultravisor core/uvcall.c; docs/ppc.md 7.4, 8.1',
});
