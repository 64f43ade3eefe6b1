export { default, s390 } from './plugin.js';
