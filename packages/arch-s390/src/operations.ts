import { type Cause, type Duration, defineOperation, type Operation } from '@cvm-teardown/core/plugin';

const UVC = 'docs/s390.md 2.1';

const call = (name: string, summary: string, source = UVC, duration: Duration = 'busy'): Operation =>
  defineOperation({ name, unit: 'call', cause: 'firmware call', duration, summary, source });

const work = (name: string, unit: string, cause: Cause, summary: string, source: string): Operation =>
  defineOperation({ name, unit, cause, duration: 'atomic', summary, source });

// Calls on a page. In flight they lock the page: the hypervisor holds its lock or its PTE's. [I]
export const destroyPage = call('destroy-page', 'Destroy Secure Storage on a page that it cleans');
export const exportPage = call('export-page', 'Convert from Secure Storage: the page is encrypted');
export const importPage = call('import-page', 'Convert to Secure Storage: the page is zeroed or decrypted');
export const unpackPage = call('unpack-page', 'Unpack Image: the page is imported and decrypted with the image key');

// Calls that find nothing to do have no effect to wait for.
export const destroyNoop = call(
  'destroy-page-noop',
  'Destroy Secure Storage on a page that is not secure',
  UVC,
  'atomic',
);
export const exportNoop = call(
  'export-page-noop',
  'Convert from Secure Storage on a page that is not secure',
  UVC,
  'atomic',
);
export const exportFailed = call(
  'export-page-failed',
  'Convert from Secure Storage that fails',
  'docs/s390.md 3.11',
  'atomic',
);
export const destroyRefused = call(
  'destroy-page-refused',
  'Destroy Secure Storage refused: the owner has CPUs',
  'docs/s390.md 2.3',
  'atomic',
);
export const pinRefused = call('pin-page-refused', 'Pin Shared Page refused: the page is not shared', UVC, 'atomic');
export const unpackAgain = call(
  'unpack-page-again',
  'Unpack Image that is busy or partly done, so that it must be repeated (condition codes 2 and 3)',
  'docs/s390.md 2, 6.2',
  'atomic',
);
export const unpackRefused = call('unpack-page-refused', 'Unpack Image refused', 'docs/s390.md 3.12', 'atomic');
export const importRefused = call(
  'import-page-refused',
  'import refused: another configuration owns the page',
  UVC,
  'atomic',
);

// Calls on configurations and CPUs.
const whole = (name: string, summary: string): Operation => call(name, summary, UVC, 'atomic');
export const createConfiguration = whole('create-configuration', 'Create Secure Configuration');
export const destroyConfiguration = whole('destroy-configuration', 'Destroy Secure Configuration');
export const destroyFast = whole('destroy-configuration-fast', 'Destroy Secure Configuration Fast');
export const createCpu = whole('create-cpu', 'Create Secure CPU');
export const destroyCpu = whole('destroy-cpu', 'Destroy Secure CPU');
export const cleanByConfiguration = defineOperation({
  name: 'clean-by-configuration',
  unit: 'page',
  cause: 'firmware call',
  duration: 'atomic',
  summary: 'what Destroy Secure Configuration does to each page that is still secure',
  source: 'docs/s390.md 2.1 (Destroy Configuration), 9',
});

// The host's own work.
export const walkBatch = work(
  'walk-batch',
  'call',
  'page walk',
  'one walk that gathers a batch of present pages',
  'docs/s390.md 3.4',
);
export const replaceTable = work(
  'replace-asce',
  'call',
  'allocation',
  'allocate and copy a top table (16 KiB)',
  'docs/s390.md 1.7',
);
export const setAsidePage = work(
  'set-aside',
  'page',
  'bookkeeping',
  'put a frame on the list of a dying mm',
  'docs/s390.md 8',
);
export const allocateTracking = work(
  'allocate-tracking-page',
  'page',
  'allocation',
  'allocate a page for 509 frame numbers, atomically',
  'docs/s390.md 8',
);
export const startThread = work('start-kthread', 'call', 'bookkeeping', 'create a kernel thread', 'docs/s390.md 8');
export const faultIn = work('fault-in', 'page', 'allocation', 'give the guest a zeroed frame', 'docs/s390.md 6.2');
export const freePage = work('free-page', 'page', 'freeing', 'return a 4 KiB frame to the host', 'docs/s390.md 3.11');
export const endProcess = work(
  'end-process',
  'call',
  'bookkeeping',
  'what is left of the end of a process when its memory is not its own any more',
  'docs/s390.md 7.2',
);
export const pinPage = call('pin-page', 'Pin Shared Page');
export const unpinPage = call(
  'unpin-page',
  'Unpin Shared Page, which the host issues when the guest takes a pinned page back',
);
export const shareCall = work('share-page', 'call', 'guest', 'Set Shared or Remove Shared, issued by the guest', UVC);

export const operations: readonly Operation[] = [
  destroyPage,
  exportPage,
  importPage,
  unpackPage,
  destroyNoop,
  exportNoop,
  exportFailed,
  destroyRefused,
  importRefused,
  unpackAgain,
  unpackRefused,
  createConfiguration,
  destroyConfiguration,
  destroyFast,
  createCpu,
  destroyCpu,
  cleanByConfiguration,
  walkBatch,
  replaceTable,
  setAsidePage,
  allocateTracking,
  startThread,
  faultIn,
  freePage,
  endProcess,
  shareCall,
  pinPage,
  pinRefused,
  unpinPage,
];
