/** Calls on pages, and on the image that is unpacked into them. Source: docs/s390.md 2.1. */
import {
  cpuMask,
  destroyed,
  exported,
  imported,
  noteUnpacked,
  type PageCall,
  pinned,
  type Ultravisor,
  unpinned,
  verifyImage,
} from '../firmware.js';
import { isMapped } from '../secure-memory.js';
import { HOST, oneOfThese } from './configuration-calls.js';
import { type End, RC, ultravisorCall } from './issue.js';

const GUEST = ['guest'] as const;
const PAGE = { page: { kind: 'page', summary: 'the page' } } as const;

/** What a call on a page comes to. */
function act(uv: Ultravisor, page: number, call: PageCall): End {
  if (call === 'refused') return RC.refused;
  if (call !== 'nothing to do') Object.assign(uv.page.at(page), call.makes);
  return RC.executed;
}

/** A page is given to a configuration: it must be mapped in its address space. */
function give(uv: Ultravisor, page: number, config: number, misc: boolean): End {
  if (!isMapped(uv.page.at(page))) return 0x10a;
  return act(uv, page, imported(uv.page.at(page), config, misc));
}

const importPage = ultravisorCall({
  name: 'UVC_CMD_CONV_TO_SEC_STOR',
  code: 0x0200,
  bit: 6,
  from: HOST,
  summary: 'Convert to Secure Storage ("import")',
  handle: 'configuration',
  args: PAGE,
  judge: (uv, { page }, { config, misc }) => give(uv, page, config, misc),
});

const exportPage = ultravisorCall({
  name: 'UVC_CMD_CONV_FROM_SEC_STOR',
  code: 0x0201,
  bit: 7,
  from: HOST,
  summary: 'Convert from Secure Storage ("export"); nothing to do for a page that is not secure',
  args: { ...PAGE, target: oneOfThese('what is meant', 'page', 'donated-storage') },
  judge: (uv, { page, target }) => (target === 'page' ? act(uv, page, exported(uv.page.at(page))) : RC.refused),
});

const destroyPage = ultravisorCall({
  name: 'UVC_CMD_DESTR_SEC_STOR',
  code: 0x0202,
  from: HOST,
  summary: 'Destroy Secure Storage: only while the owner has no CPUs',
  args: { ...PAGE, target: oneOfThese('what is meant', 'page', 'donated-storage') },
  judge: (uv, { page, target }, { oldFirmware }) => {
    if (target !== 'page') return RC.refused;
    const call = destroyed(uv.page.at(page), cpuMask(uv));
    return call === 'nothing to do' && oldFirmware ? 'not secure' : act(uv, page, call);
  },
});

const setParameters = ultravisorCall({
  name: 'UVC_CMD_SET_SEC_CONF_PARAMS',
  code: 0x0300,
  bit: 11,
  from: HOST,
  summary: 'Set Secure Configuration Parameters: the header of the image',
  handle: 'configuration',
  args: { header: oneOfThese('the header', 'right', 'inaccessible', 'crossing', 'no-host-key') },
  judge: (_uv, { header }) => {
    if (header === 'right') return RC.executed;
    return header === 'no-host-key' ? 0x108 : 0x103;
  },
});

const unpack = ultravisorCall({
  name: 'UVC_CMD_UNPACK_IMG',
  code: 0x0301,
  bit: 13,
  from: HOST,
  summary: 'Unpack Image: the page is imported and decrypted with the image key',
  handle: 'configuration',
  args: PAGE,
  judge: (uv, { page }, { config, misc }) => {
    const end = give(uv, page, config, misc);
    if (end === RC.executed) noteUnpacked(uv, config);
    return end;
  },
});

const verify = ultravisorCall({
  name: 'UVC_CMD_VERIFY_IMG',
  code: 0x0302,
  bit: 14,
  from: HOST,
  summary: 'Verify Image: the guest may run',
  handle: 'configuration',
  args: { image: oneOfThese('its hash', 'right', 'wrong') },
  judge: (uv, { image }, { config }) => (verifyImage(uv, config, image === 'wrong') ? RC.executed : RC.refused),
});

const pin = ultravisorCall({
  name: 'UVC_CMD_PIN_PAGE_SHARED',
  code: 0x0341,
  bit: 21,
  from: HOST,
  summary: 'Pin Shared Page: the guest cannot take it back unnoticed',
  args: PAGE,
  judge: (uv, { page }) => act(uv, page, pinned(uv.page.at(page))),
});

const unpin = ultravisorCall({
  name: 'UVC_CMD_UNPIN_PAGE_SHARED',
  code: 0x0342,
  bit: 22,
  from: HOST,
  summary: 'Unpin Shared Page',
  handle: 'configuration',
  args: PAGE,
  judge: (uv, { page }, { config }) => act(uv, page, unpinned(uv.page.at(page), config)),
});

const WHERE = { ...PAGE, address: oneOfThese('where', 'right', 'beyond-memory') } as const;

const share = ultravisorCall({
  name: 'UVC_CMD_SET_SHARED_ACCESS',
  code: 0x1000,
  bit: 8,
  from: GUEST,
  summary: 'Set Shared Access, issued by the guest',
  args: WHERE,
  judge: (uv, { page, address }, { config }) => {
    if (address !== 'right') return 0x101;
    const { uv: state, owner } = uv.page.at(page);
    if (owner !== config) return RC.refused;
    if (state === 'secure') uv.page.at(page).uv = 'shared';
    return RC.executed;
  },
});

const unshare = ultravisorCall({
  name: 'UVC_CMD_REMOVE_SHARED_ACCESS',
  code: 0x1001,
  bit: 9,
  from: GUEST,
  summary: 'Remove Shared Access, issued by the guest; for a pinned page its host is notified',
  args: WHERE,
  judge: (uv, { page, address }, { config }) => {
    if (address !== 'right') return 0x101;
    const { uv: state, owner } = uv.page.at(page);
    if (owner !== config) return RC.refused;
    if (state === 'pinned') return 'notification';
    if (state === 'shared') uv.page.at(page).uv = 'secure';
    return RC.executed;
  },
});

export const pageCalls = [importPage, exportPage, destroyPage, setParameters, unpack, verify, pin, unpin];
export const guestCalls = [share, unshare];
