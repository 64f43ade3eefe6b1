/** JSON as people read it. The order of the keys is the order in which the data was built: always the same. */
export const json = (data: unknown): string => `${JSON.stringify(data, undefined, 2)}\n`;
