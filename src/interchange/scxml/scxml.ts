/**
 * A chart with its input as SCXML that an interpreter runs: the states of the chart with their hierarchy, its
 * context as data, its guards, assignments, outputs and delays. What a chart says is sent to `#_parent`; a
 * delay is a delayed event of the state that waits, cancelled when it is left.
 *
 * Limit: contexts are those that the composed system reaches, and a message that leads out of them is ignored.
 */
import type { Message } from '../../composition/index.ts';
import type { ChartTable, Input } from '../tables/index.ts';
import { type Test, type Transition, transitionsFrom } from './transitions.ts';

interface Node {
  readonly id: string;
  readonly children: Map<string, Node>;
  /** Of an innermost state, its numbers in the table: one for each context. */
  readonly states: number[];
  /** Delayed events that the state waits for, with their milliseconds. */
  readonly delays: Map<string, number>;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const pathOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  const [first, ...others] = Object.entries(value as Record<string, unknown>);
  if (first === undefined || others.length > 0) {
    throw new RangeError('parallel states are not written as SCXML');
  }
  return [first[0], ...pathOf(first[1])];
};

const stateId = (path: readonly string[]): string => path.join('_');

/** The event by which a delay is over. */
export const delayEvent = ({ delay, state }: { readonly delay: string; readonly state: string }): string =>
  `delay_${state.replaceAll('.', '_')}_${delay}`;

/** The id of the innermost state of a configuration. */
export const scxmlState = (value: unknown): string => stateId(pathOf(value));

const newNode = (id: string): Node => ({ id, children: new Map(), states: [], delays: new Map() });

function treeOf({ states, chart }: ChartTable): Node {
  const root = newNode('');
  states.forEach((snapshot, number) => {
    const path = pathOf(snapshot.value);
    let node = root;
    path.forEach((key, depth) => {
      const child = node.children.get(key) ?? newNode(stateId(path.slice(0, depth + 1)));
      node.children.set(key, child);
      node = child;
      for (const pending of chart.pendingDelays(snapshot)) {
        const [, ...waiting] = pending.state.split('.');
        const duration = chart.machine.implementations.delays[pending.delay];
        if (stateId(waiting) === child.id) {
          child.delays.set(delayEvent(pending), typeof duration === 'number' ? duration : 0);
        }
      }
    });
    node.states.push(number);
  });
  return root;
}

/** Lists and records are compared as text; their fields keep their order. */
function testText({ of, field, values }: Test): string {
  const place = of === 'message' ? `_event.data.${field}` : field;
  const tests = values.map((value) => {
    const text = JSON.stringify(value);
    if (text === undefined) return `${place} === undefined`;
    return typeof value === 'object' && value !== null
      ? `JSON.stringify(${place}) === ${JSON.stringify(text)}`
      : `${place} === ${text}`;
  });
  return tests.length === 1 ? tests.join() : `(${tests.join(' || ')})`;
}

function guardText(guards: Transition['guards']): string {
  const alternatives = guards.map((tests) => tests.map(testText).join(' && '));
  if (alternatives.includes('')) return '';
  return alternatives.length === 1 ? alternatives.join() : alternatives.map((one) => `(${one})`).join(' || ');
}

const saying = ({ type, ...fields }: Message): string => {
  const params = Object.entries(fields).map(
    ([name, value]) => `<param name="${escaped(name)}" expr="${escaped(JSON.stringify(value))}"/>`,
  );
  return `<send event="${escaped(type)}" target="#_parent">${params.join('')}</send>`;
};

const eventOf = (input: Input): string => (input.kind === 'message' ? input.message.type : delayEvent(input));

function transitionElement(table: ChartTable, from: Node, { input, guards, outcome }: Transition): string {
  const target = scxmlState(table.states[outcome.next]?.value);
  // A state that enters itself again renews its delays.
  const isLeft = target !== from.id || outcome.entersAgain;
  const guard = guardText(guards);
  const head = [
    `event="${escaped(eventOf(input))}"`,
    ...(guard === '' ? [] : [`cond="${escaped(guard)}"`]),
    ...(isLeft ? [`target="${target}"`] : []),
  ].join(' ');
  const inner = [
    ...outcome.sets.map(
      ([field, value]) =>
        `<assign location="${field}" expr="${escaped(JSON.stringify(value) ?? 'undefined')}"/>`,
    ),
    ...outcome.says.map(saying),
  ];
  return inner.length === 0 ? `<transition ${head}/>` : `<transition ${head}>${inner.join('')}</transition>`;
}

function stateElement(table: ChartTable, node: Node, indent: string): readonly string[] {
  const inner = `${indent}  `;
  const initial = [...node.children.values()][0];
  const sends = [...node.delays].map(
    ([event, duration]) => `<send event="${event}" id="${event}" delay="${duration}ms"/>`,
  );
  const cancels = [...node.delays.keys()].map((event) => `<cancel sendid="${event}"/>`);
  return [
    `${indent}<state id="${node.id}"${initial === undefined ? '' : ` initial="${initial.id}"`}>`,
    ...(sends.length === 0
      ? []
      : [`${inner}<onentry>${sends.join('')}</onentry>`, `${inner}<onexit>${cancels.join('')}</onexit>`]),
    ...transitionsFrom(table, node.states).map(
      (transition) => `${inner}${transitionElement(table, node, transition)}`,
    ),
    ...[...node.children.values()].flatMap((child) => stateElement(table, child, inner)),
    `${indent}</state>`,
  ];
}

/**
 * A chart as SCXML.
 * @throws RangeError if it has parallel states.
 */
export function scxml(table: ChartTable): string {
  const root = treeOf(table);
  const first = table.states[0];
  const data = Object.entries((first?.context ?? {}) as Readonly<Record<string, unknown>>).map(
    ([field, value]) => `    <data id="${field}" expr="${escaped(JSON.stringify(value) ?? 'undefined')}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" name="${table.name}" initial="${scxmlState(first?.value)}">`,
    ...(data.length === 0 ? [] : ['  <datamodel>', ...data, '  </datamodel>']),
    ...[...root.children.values()].flatMap((child) => stateElement(table, child, '  ')),
    '</scxml>\n',
  ].join('\n');
}
