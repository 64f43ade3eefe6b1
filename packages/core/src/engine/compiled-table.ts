import type { CostModel } from '../cost/index.js';
import { withTotal } from '../protocol/levels.js';
import type { OperationUse } from '../protocol/operation.js';
import type { PageRule, PageTable } from '../protocol/page-table.js';
import type { PageArray } from '../state/page-array.js';
import type { PageCodec } from '../state/page-codec.js';

/** What one operation of a unit costs; undefined when no profile and no assumption prices it. */
export interface PricedUse {
  readonly operation: OperationUse['operation'];
  readonly units: number;
  readonly ns: number | undefined;
}

/** A rule for one page state, with codes instead of records and a price. */
export interface CompiledRule {
  readonly id: number;
  readonly table: string;
  readonly uses: readonly PricedUse[];
  /** Known prices, summed. */
  readonly ns: number;
  /** True when the effect is there at the start of the unit; else it is committed at its end. */
  readonly immediate: boolean;
  readonly during: number;
  readonly after: number;
  readonly entries: number;
  readonly levels: readonly (readonly [name: string, delta: number])[];
  readonly counters: readonly (readonly [field: string, delta: number])[];
  /** True when starting and committing the unit changes nothing and costs nothing. */
  readonly idle: boolean;
  readonly wait: boolean;
  readonly stop: string | undefined;
  readonly outcome: string | undefined;
  readonly needs: { readonly counter: string; readonly amount: number; readonly otherwise: CompiledRule } | undefined;
  readonly faults: readonly (readonly [name: string, rule: CompiledRule])[];
}

/** Compiles rules on first use and numbers them, so that executors count units by rule. One per run. */
export class RuleCompiler {
  readonly rules: CompiledRule[] = [];
  /** While set, what tables were selected by: for work that is done late, when the state says something else already. */
  pinned: number | undefined;
  readonly #tables = new Map<PageTable, CompiledTable>();

  constructor(readonly cost: CostModel | undefined) {}

  table(table: PageTable, array: PageArray): CompiledTable {
    let compiled = this.#tables.get(table);
    if (compiled === undefined) {
      compiled = new CompiledTable(this, table, array);
      this.#tables.set(table, compiled);
    }
    return compiled;
  }

  price(uses: readonly OperationUse[]): readonly PricedUse[] {
    return uses.map(({ operation, units }) => ({
      operation,
      units,
      ns: units === 0 ? 0 : this.cost?.unitNs(operation.name, units),
    }));
  }

  compile(table: PageTable, codec: PageCodec, code: number, rule: PageRule | undefined): CompiledRule {
    const uses = this.price(rule?.uses ?? []);
    const duration = uses[0]?.operation.duration ?? 'atomic';
    const after = codec.patch(code, rule?.after ?? {});
    const during = codec.patch(code, rule?.during ?? {});
    const immediate = duration === 'atomic' || duration === 'start';
    if (duration === 'busy' && after !== code && during === code) {
      throw new TypeError(
        `table "${table.name}": "${uses[0]?.operation.name}" locks its page while in flight, so its rule needs a \`during\` state`,
      );
    }
    const levels = withTotal(rule?.levels ?? {}).filter(([, delta]) => delta !== 0);
    const counters = Object.entries(rule?.counters ?? {});
    const faults = Object.entries(rule?.faults ?? {}).map(
      ([name, faulty]) => [name, this.compile(table, codec, code, faulty)] as const,
    );
    const needs =
      rule?.needs === undefined
        ? undefined
        : { ...rule.needs, otherwise: this.compile(table, codec, code, rule.needs.otherwise) };
    const ns = uses.reduce((sum, priced) => sum + (priced.ns ?? 0), 0);
    const quiet = rule?.wait !== true && rule?.stop === undefined && needs === undefined && faults.length === 0;
    const compiled: CompiledRule = {
      id: this.rules.length,
      table: table.name,
      uses,
      ns,
      immediate,
      during: immediate ? after : during,
      after,
      entries: rule?.entries ?? 0,
      levels,
      counters,
      idle:
        quiet &&
        uses.length === 0 &&
        after === code &&
        during === code &&
        levels.length + counters.length === 0 &&
        !rule?.entries &&
        rule?.outcome === undefined,
      wait: rule?.wait ?? false,
      stop: rule?.stop,
      outcome: rule?.outcome,
      needs,
      faults,
    };
    this.rules.push(compiled);
    return compiled;
  }
}

/** A page table whose rules are compiled per (selected table, page state). */
export class CompiledTable {
  readonly #bySelection = new Map<number, (CompiledRule | undefined)[]>();

  constructor(
    readonly compiler: RuleCompiler,
    readonly table: PageTable,
    readonly array: PageArray,
  ) {}

  selected(view: object): number {
    return this.compiler.pinned ?? this.table.select?.(view) ?? 0;
  }

  /** The rules that apply now, and until what `select` looks at changes. */
  bound(view: object): (code: number) => CompiledRule {
    const selected = this.selected(view);
    const rules = this.#rules(selected);
    return (code) => rules[code] ?? this.#compile(rules, selected, code);
  }

  rule(view: object, code: number): CompiledRule {
    const selected = this.selected(view);
    const rules = this.#rules(selected);
    return rules[code] ?? this.#compile(rules, selected, code);
  }

  #rules(selected: number): (CompiledRule | undefined)[] {
    let rules = this.#bySelection.get(selected);
    if (rules === undefined) {
      rules = new Array<CompiledRule | undefined>(this.array.codec.states);
      this.#bySelection.set(selected, rules);
    }
    return rules;
  }

  #compile(rules: (CompiledRule | undefined)[], selected: number, code: number): CompiledRule {
    const { codec } = this.array;
    const rule = this.compiler.compile(this.table, codec, code, this.table.rule(codec.decode(code), selected));
    rules[code] = rule;
    return rule;
  }
}
