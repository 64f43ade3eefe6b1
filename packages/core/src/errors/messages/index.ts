export * as authorMessages from './author.js';
export * as containerMessages from './container.js';
export * as costMessages from './cost.js';
export * as litmusMessages from './litmus.js';
export * as machineMessages from './machine.js';
export * as pluginMessages from './plugin.js';
export * as profileMessages from './profile.js';
export * as unitsMessages from './units.js';
