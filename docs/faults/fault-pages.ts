/** The page of one fault: a shortest run as a picture, what is seen of it, what is left and what to do. */
import { renderSequence } from '../../src/diagrams/index.ts';
import { modelOf } from '../../src/paths/index.ts';
import type { FaultEntry } from '../../src/system/index.ts';
import { explainFault, scopeComposition } from '../../src/verify/index.ts';
import { cell, framed, table } from '../.vitepress/pages.ts';
import { linkOf } from '../explorer/link.ts';
import { Run as ExplorerRun } from '../explorer/run.ts';

const happens: Readonly<Record<FaultEntry['happening']['kind'], string>> = {
  message: 'something happens to an actor',
  limit: 'a time limit expires',
  topology: 'the machine is made up so',
  always: 'every backup brings it about',
  notModelled: 'not modelled',
};

export const faultRows = (faults: readonly FaultEntry[]): string =>
  table(
    ['fault', '', 'strikes', 'comes about'],
    faults.map(({ id, sentence, strikes, happening }) => [
      `[${id}](/faults/${id})`,
      sentence,
      strikes,
      happens[happening.kind],
    ]),
  );

type Run = NonNullable<ReturnType<typeof explainFault>['run']>;

/** The run as the explorer has it. */
function steppedThrough({ scope, events }: Run): ExplorerRun {
  const stepped = new ExplorerRun(modelOf(scope));
  stepped.replayEvents(events);
  return stepped;
}

function runParts(id: string, run: Run): readonly string[] {
  const picture = renderSequence(scopeComposition(run.scope), run.events, { title: `${id}: a shortest run` });
  return [
    '## A shortest run',
    `It has ${run.events.length} steps, on host release ${run.scope.topology.hostRelease}. Reported of the machine: \`${run.outcome}\`.`,
    framed(picture, `${id}: sequence diagram`),
    `[Step through it](/explorer/${linkOf(steppedThrough(run))})`,
    '## What is left at the end of it',
    run.end.map((text) => `- ${cell(text)}`).join('\n'),
  ];
}

export function faultPage(id: string): string {
  const { fault, run } = explainFault(id);
  const events = fault.events.map(({ where, log, ids }) => `${where}: ${log} ${ids.join(', ')}`);
  return [
    `# ${fault.id}`,
    cell(fault.sentence),
    `Strikes ${cell(fault.strikes)}.`,
    ...(fault.happening.kind === 'notModelled' ? [`Not modelled: ${cell(fault.happening.why)}.`] : []),
    '## What operators see',
    table(
      ['', ''],
      [
        ['seen', fault.seen],
        ['events', events.length === 0 ? 'none known' : events.join('; ')],
        ...(run === null ? [] : [['writer', run.writerStates.join(' → ')]]),
        ...(run === null || run.error === null
          ? []
          : [
              ['error', `${run.error.name} (${run.error.value})`],
              ['trying again', run.error.retry],
            ]),
        ['left', fault.left],
        ['next', fault.next],
        ['source', fault.source],
      ],
    ),
    ...(run === null ? [] : runParts(id, run)),
    `Claims and tests about it are listed among the [requirements](/requirements#${id.toLowerCase()}).`,
  ].join('\n\n');
}
