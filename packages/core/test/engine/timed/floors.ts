export const FLOORS = { general: {}, rhythm: {}, aftermath: {}, arm64: {}, ppc: {}, s390: {} };
