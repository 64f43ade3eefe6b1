/** A relative error: `+12.3 %`, `-0.4 %`, `0.0 %`. */
export function percentText(error: number): string {
  const tenths = Math.round(error * 1000);
  return `${tenths > 0 ? '+' : ''}${(tenths === 0 ? 0 : tenths / 10).toFixed(1)} %`;
}

/** How large the largest of some relative errors is: `12.3 %`. */
export const worstText = (errors: readonly number[]): string =>
  `${(Math.max(...errors.map(Math.abs)) * 100).toFixed(1)} %`;
