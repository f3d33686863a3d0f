/**
 * A chart with its input as SCXML, with the states, outputs and delays of the chart.
 *
 * Guards and assignments of a chart are functions, which no other language reads. So what XState answers is
 * written out: the states keep their hierarchy; `row` tells apart the contexts in which a state was met, and
 * guards ask for it and for the fields of the message; an assignment sets it to what XState says, and
 * `context` with it. What the chart says is sent to `#_parent`. A delay is a delayed event of the state that
 * waits, cancelled when it is left.
 *
 * Limit: contexts are those that the composed system reaches, and a message that leads out of them is ignored.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { Message } from '../composition/index.ts';
import type { ChartTable, Input } from './tables/index.ts';

interface Node {
  readonly id: string;
  readonly children: Map<string, Node>;
  /** Rows of a leaf. */
  readonly rows: number[];
  /** Delayed events that the state waits for, with their milliseconds. */
  readonly delays: Map<string, number>;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const pathOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  const regions = Object.entries(value as Record<string, unknown>);
  const [first] = regions;
  if (first === undefined || regions.length > 1)
    throw new RangeError('parallel states are not written as SCXML');
  return [first[0], ...pathOf(first[1])];
};

const stateId = (path: readonly string[]): string => path.join('_');

/** The event by which a delay is over. */
export const delayEvent = ({ delay, state }: { readonly delay: string; readonly state: string }): string =>
  `delay_${state.replaceAll('.', '_')}_${delay}`;

/** The id of the innermost state of a configuration. */
export const scxmlState = (value: unknown): string => stateId(pathOf(value));

const newNode = (id: string): Node => ({ id, children: new Map(), rows: [], delays: new Map() });

function treeOf({ states, chart }: ChartTable): Node {
  const root = newNode('');
  states.forEach((snapshot, row) => {
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
    node.rows.push(row);
  });
  return root;
}

/** Messages of one type differ in these fields. */
function fieldsByType({ inputs }: ChartTable): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, Set<string>>();
  for (const input of inputs) {
    if (input.kind !== 'message') continue;
    const { type, ...rest } = input.message;
    const known = fields.get(type) ?? new Set();
    fields.set(type, known);
    for (const name of Object.keys(rest)) known.add(name);
  }
  return new Map([...fields].map(([type, names]) => [type, [...names].sort()]));
}

const saying = ({ type, ...fields }: Message, indent: string): string => {
  const params = Object.entries(fields).map(
    ([name, value]) => `<param name="${escaped(name)}" expr="${escaped(JSON.stringify(value))}"/>`,
  );
  return `${indent}<send event="${escaped(type)}" target="#_parent">${params.join('')}</send>`;
};

function entersAgain({ chart, states }: ChartTable, row: number, input: Input): boolean {
  const event = input.kind === 'message' ? input.message : { type: input.event };
  const taken = chart.machine.getTransitionData(states[row] as AnyMachineSnapshot, event);
  return taken?.some(({ reenter, target }) => reenter && (target?.length ?? 0) > 0) === true;
}

function transitions(table: ChartTable, node: Node, indent: string): readonly string[] {
  const fields = fieldsByType(table);
  return node.rows.flatMap((row) =>
    table.inputs.flatMap((input, number) => {
      const answer = table.row(row, number);
      if (answer?.kind !== 'taken') return [];
      const guards = [`row === ${row}`];
      if (input.kind === 'message') {
        for (const name of fields.get(input.message.type) ?? []) {
          const value = input.message[name];
          guards.push(`_event.data.${name} === ${value === undefined ? 'undefined' : JSON.stringify(value)}`);
        }
      }
      const event = input.kind === 'message' ? input.message.type : delayEvent(input);
      const after = table.states[answer.next];
      const target = scxmlState(after?.value);
      // A state that enters itself again renews its delays.
      const isLeft = target !== node.id || entersAgain(table, row, input);
      const inner = [
        ...(answer.next === row
          ? []
          : [
              `${indent}  <assign location="row" expr="${answer.next}"/>`,
              `${indent}  <assign location="context" expr="${escaped(JSON.stringify(after?.context ?? {}))}"/>`,
            ]),
        ...answer.says.map((said) => saying(table.says[said] as Message, `${indent}  `)),
      ];
      const head = `${indent}<transition event="${escaped(event)}" cond="${escaped(guards.join(' && '))}"${isLeft ? ` target="${target}"` : ''}`;
      return inner.length === 0 ? [`${head}/>`] : [`${head}>`, ...inner, `${indent}</transition>`];
    }),
  );
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
    ...transitions(table, node, inner),
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
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" name="${table.name}" initial="${scxmlState(first?.value)}">`,
    '  <datamodel>',
    '    <data id="row" expr="0"/>',
    `    <data id="context" expr="${escaped(JSON.stringify(first?.context ?? {}))}"/>`,
    '  </datamodel>',
    ...[...root.children.values()].flatMap((child) => stateElement(table, child, '  ')),
    '</scxml>\n',
  ].join('\n');
}
