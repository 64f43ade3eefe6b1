export { type Binding, type BindOptions, bind } from './binding.js';
export { createMachineContainer, type MachineContainer } from './machine-container.js';
export { type Token, token, tokenName } from './token.js';
