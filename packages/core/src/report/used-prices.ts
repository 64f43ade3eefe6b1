import type { Confidence, Price } from '../cost/index.js';
import { confidences } from './report-time.js';

/** The prices of the operations and of those that these are stated relative to, each once. */
export function pricesOf(operations: Iterable<string>, prices: readonly Price[]): readonly Price[] {
  const known = new Map(prices.map((price) => [price.operation, price]));
  const used = new Set<Price>();
  for (const operation of operations) {
    let price = known.get(operation);
    while (price !== undefined && !used.has(price)) {
      used.add(price);
      price = price.derivedFrom && known.get(price.derivedFrom.operation);
    }
  }
  return [...used];
}

/** Undefined where there is no price at all. */
export function weakestConfidence(prices: readonly Price[]): Confidence | undefined {
  return confidences.findLast((confidence) => prices.some((price) => price.confidence === confidence));
}
