/**
 * What tsyringe 4.10 really does, where the container of machines relies on it or works around it. A test that fails
 * after an update says what has to be thought over again; none of them describes what we want.
 */
import 'reflect-metadata';
import {
  inject,
  injectable,
  instanceCachingFactory,
  Lifecycle,
  type Provider,
  container as processWide,
} from 'tsyringe';
import { describe, expect, it } from 'vitest';

const VALUE = Symbol('value');
const USER = Symbol('user');
const newRoot = () => processWide.createChildContainer();

describe('what we rely on', () => {
  it('keeps what is registered in a child out of its parent and its siblings', () => {
    const root = newRoot();
    const child = root.createChildContainer();
    child.register(VALUE, { useValue: 1 });
    expect(child.resolve(VALUE)).toBe(1);
    expect(root.isRegistered(VALUE)).toBe(false);
    expect(root.createChildContainer().isRegistered(VALUE, true)).toBe(false);
    expect(processWide.isRegistered(VALUE)).toBe(false);
  });

  it('finds in a child what its parent registered, even afterwards', () => {
    const root = newRoot();
    const child = root.createChildContainer();
    root.register(VALUE, { useFactory: () => 'late' });
    expect(child.resolve(VALUE)).toBe('late');
  });

  it('lets the error of a factory through as it is', () => {
    const broken = new Error('broken');
    const root = newRoot().register(VALUE, {
      useFactory: () => {
        throw broken;
      },
    });
    expect(() => root.resolve(VALUE)).toThrow(broken);
  });

  it('calls a factory at each resolve: remembering is up to us', () => {
    let made = 0;
    const root = newRoot().register(VALUE, { useFactory: () => ++made });
    expect([root.resolve(VALUE), root.resolve(VALUE)]).toEqual([1, 2]);
  });
});

describe('what we work around', () => {
  it('hands a factory the container that was asked, not the one that it was registered in', () => {
    const root = newRoot();
    const child = root.createChildContainer();
    root.register(USER, { useFactory: (asked) => asked });
    expect(root.resolve(USER)).toBe(root);
    expect(child.resolve(USER)).toBe(child);
  });

  it('builds a singleton of the root with the values of the child that asks first, and hands it to the others', () => {
    @injectable()
    class User {
      constructor(@inject(VALUE) readonly value: string) {}
    }
    const root = newRoot();
    root.register(USER, { useClass: User }, { lifecycle: Lifecycle.Singleton });
    const [one, two] = ['one', 'two'].map((value) => root.createChildContainer().register(VALUE, { useValue: value }));
    expect(one?.resolve<User>(USER).value).toBe('one');
    expect(two?.resolve<User>(USER).value).toBe('one');
  });

  it('makes an undefined value again and again in its caching factory', () => {
    let made = 0;
    const root = newRoot().register(VALUE, { useFactory: instanceCachingFactory(() => void made++) });
    root.resolve(VALUE);
    root.resolve(VALUE);
    expect(made).toBe(2);
  });

  it('refuses lifecycles for factories', () => {
    const factory: Provider<number> = { useFactory: () => 1 };
    const register = () => newRoot().register(VALUE, factory as never, { lifecycle: Lifecycle.ContainerScoped });
    expect(register).toThrow('Cannot use lifecycle "ContainerScoped" with ValueProviders or FactoryProviders');
  });

  it('takes a second registration without a word; the last one counts', () => {
    const root = newRoot().register(VALUE, { useValue: 1 }).register(VALUE, { useValue: 2 });
    expect(root.resolve(VALUE)).toBe(2);
    expect(root.resolveAll(VALUE)).toEqual([1, 2]);
  });

  it('hides the list of the parent behind one registration of the child', () => {
    const root = newRoot().register(VALUE, { useValue: 1 }).register(VALUE, { useValue: 2 });
    const child = root.createChildContainer().register(VALUE, { useValue: 3 });
    expect(child.resolveAll(VALUE)).toEqual([3]);
  });

  it('follows a circle of factories until the stack is used up', () => {
    const root = newRoot();
    root.register(VALUE, { useFactory: (asked) => asked.resolve(USER) });
    root.register(USER, { useFactory: (asked) => asked.resolve(VALUE) });
    expect(() => root.resolve(VALUE)).toThrow(RangeError);
  });

  it('forgets the results of factories when it disposes, and what is registered by value', async () => {
    const disposed: string[] = [];
    const disposable = (name: string) => ({ dispose: () => void disposed.push(name) });
    const root = newRoot();
    root.register(VALUE, { useFactory: () => disposable('factory') });
    root.register(USER, { useValue: disposable('value') });
    root.resolve(VALUE);
    root.resolve(USER);
    await root.dispose();
    expect(disposed).toEqual([]);
  });

  it('disposes in order of creation, all started at once, and an error leaves the rest undisposed', async () => {
    const log: string[] = [];
    const disposableClass = (name: string) =>
      class {
        async dispose() {
          log.push(`${name} begins`);
          await Promise.resolve();
          log.push(`${name} ends`);
        }
      };
    class Failing {
      dispose(): void {
        throw new Error('failing');
      }
    }
    const inOrder = newRoot();
    for (const name of ['first', 'second']) inOrder.resolve(disposableClass(name));
    await inOrder.dispose();
    expect(log).toEqual(['first begins', 'second begins', 'first ends', 'second ends']);

    log.length = 0;
    const failing = newRoot();
    failing.resolve(Failing);
    failing.resolve(disposableClass('behind'));
    await expect(failing.dispose()).rejects.toThrow('failing');
    expect(log).toEqual([]);
  });

  it('leaves its children usable only as long as they do not ask it', async () => {
    const root = newRoot().register(VALUE, { useValue: 1 });
    const child = root.createChildContainer().register(USER, { useValue: 2 });
    await root.dispose();
    expect(child.resolve(USER)).toBe(2);
    expect(() => child.resolve(VALUE)).toThrow('disposed');
  });
});
