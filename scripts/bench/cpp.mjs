/**
 * A breadth-first search in C++ over the tables of one product: what is possible where everything is known at
 * compile time. States are packed into 64 bits; successors are looked up when their cache lines have come in.
 */
import { readFileSync } from 'node:fs';
import { reachedGroups } from '../../dist/src/composition/index.js';

const array = (type, name, items) =>
  `static const ${type} ${name}[] = {\n${items.length === 0 ? '  {}' : items.map((item) => `  ${item},`).join('\n')}\n};\n`;

/** Lists that follow each other in one array, with the place where each begins. */
class Lists {
  items = [];
  starts = [0];
  add(list) {
    this.items.push(...list);
    this.starts.push(this.items.length);
  }
}

/** By table, the pairs of a state of the hub and one of a group with this table that occur together. */
function pairsOf(product, result, tables) {
  const pairs = tables.map(() => new Map());
  const state = new Int32Array(product.width);
  for (let number = 0; number < result.states; number++) {
    result.stateAt(number, state);
    for (let group = 0; group < state.length; group++) {
      const place = tables.indexOf(product.tables[group]);
      const key = state[0] * 2 ** 24 + state[group];
      if (!pairs[place].has(key)) pairs[place].set(key, { hub: state[0], local: state[group], group });
    }
  }
  return pairs.map((map) => [...map.values()]);
}

/** The steps of a pair, as what they add to the hub and to the unit, or as what must be worked off. */
function stepsOf(product, { hub, local, group }) {
  return product.steps(group, local).flatMap(({ next, outgoing }) => {
    const within = product.settleWithin(hub, { group, next, outgoing });
    if (within === 'refused') return [];
    if (within === 'far' || within.heard.size > 0) return [`{0, 0, ${next}, ${outgoing}, -1}`];
    const isSame = within.hub === hub && (group === 0 || within.unit === local);
    if (within.answer !== null) {
      // Where the unit or the hub does more than answer, it is worked off.
      const simple = within.hub === hub && !isSame;
      return simple
        ? [`{0, ${within.unit - local}, ${next}, ${outgoing}, ${within.answer}}`]
        : [`{0, 0, ${next}, ${outgoing}, -1}`];
    }
    return isSame ? [] : [`{${within.hub - hub}, ${group === 0 ? 0 : within.unit - local}, ${next}, 0, -1}`];
  });
}

/** The program for a product that was searched: it knows what the search has asked the tables, and no more. */
export function cpp(product, result) {
  const { composition } = product;
  const tables = [...new Set(product.tables)];
  const placeOf = product.tables.map((table) => tables.indexOf(table));
  const bits = tables.map(({ size }) => Math.max(1, Math.ceil(Math.log2(size))));
  let shift = 0;
  const shifts = placeOf.map((place) => {
    shift += bits[place];
    return shift - bits[place];
  });
  if (shift > 64) throw new RangeError(`states of ${shift} bits`);

  const steps = new Lists();
  const pairs = pairsOf(product, result, tables).flatMap((list, place) =>
    list.map((pair) => {
      steps.add(stepsOf(product, pair));
      return `{${place}, ${pair.hub}, ${pair.local}, ${steps.starts.at(-2)}, ${steps.starts.at(-1)}}`;
    }),
  );

  const stimuli = tables.map(() => new Map());
  const stimulus = (place, incoming) => {
    const text = JSON.stringify(incoming);
    if (!stimuli[place].has(text)) stimuli[place].set(text, stimuli[place].size);
    return stimuli[place].get(text);
  };
  const said = new Lists();
  const saidStart = product.tables.map((table, group) => {
    const start = said.starts.length - 1;
    for (const list of table.outgoing) {
      said.add(
        list.flatMap((one) => {
          if (one.kind === 'part') return [`{1, ${one.gather}, 0}`];
          if (one.kind === 'charge') return ['{2, 0, 0}'];
          const { crossing } = one;
          return reachedGroups(crossing.wire.reach ?? 'own', group, product.width - 1).map((to) => {
            const origin = to === group ? 'own' : group === 0 ? 'hub' : 'unit';
            return `{0, ${to}, ${stimulus(placeOf[to], { kind: 'crossing', crossing, origin })}}`;
          });
        }),
      );
    }
    return start;
  });
  const gathers = composition.gathers.map((_, gather) => {
    const tell = [false, true].map((any) => stimulus(0, { kind: 'gathered', gather, any }));
    const resets = placeOf.map((place) => stimulus(place, { kind: 'reset', gather }));
    return `{{${tell.join(', ')}}, {${resets.join(', ')}}}`;
  });
  const charge = stimulus(0, { kind: 'charge' });
  const reactions = new Lists();
  const local = new Lists();
  const localStart = tables.map((table, place) => {
    const start = local.items.length;
    for (let state = 0; state < table.size; state++) {
      reactions.add(
        table.knownReactions(state).flatMap(({ incoming, next, outgoing }) => {
          const number = stimuli[place].get(incoming);
          return number === undefined ? [] : [`{${number}, ${next}, ${outgoing}}`];
        }),
      );
      const { parts } = table.state(state);
      const owes = parts.reduce((sum, part, gather) => (part === null ? sum + 2 ** gather : sum), 0);
      const yes = parts.reduce((sum, part, gather) => (part === true ? sum + 2 ** gather : sum), 0);
      local.add([
        `{${reactions.starts.at(-2)}, ${reactions.starts.at(-1)}, ${owes}, ${yes}, ${table.canPay(state) ? 1 : 0}}`,
      ]);
    }
    return start;
  });
  const numbers = (type, name, items) =>
    `static constexpr ${type} ${name}[] = {${items.length === 0 ? '0' : items.join(', ')}};\n`;
  return [
    '/* Generated from the tables of a composition of statecharts. */\n',
    `static constexpr int groups = ${product.width};\n`,
    `static constexpr int tables = ${tables.length};\n`,
    `static constexpr int charge = ${charge};\n`,
    numbers('int', 'table_of', placeOf),
    numbers('int', 'shift_of', shifts),
    numbers(
      'unsigned',
      'mask_of',
      placeOf.map((place) => 2 ** bits[place] - 1),
    ),
    numbers(
      'int',
      'size_of',
      tables.map(({ size }) => size),
    ),
    numbers('int', 'locals_of', localStart),
    numbers('int', 'said_of', saidStart),
    numbers('int', 'said_start', said.starts),
    'struct Step { int hub, unit, next, outgoing, answer; };\n',
    'struct Pair { int table, hub, local, start, end; };\n',
    'struct Said { int kind, to, stimulus; };\n',
    'struct Reaction { int stimulus, next, outgoing; };\n',
    'struct Local { int start, end; unsigned owes, yes; int can_pay; };\n',
    'struct Gather { int tell[2]; int resets[groups]; };\n',
    array('Step', 'steps', steps.items),
    array('Pair', 'pairs', pairs),
    array('Said', 'said', said.items),
    array('Reaction', 'reactions', reactions.items),
    array('Local', 'locals', local.items),
    array('Gather', 'gathers', gathers),
    readFileSync(new URL('./search.cpp', import.meta.url), 'utf8'),
  ].join('');
}
