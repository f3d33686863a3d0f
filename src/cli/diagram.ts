/** Pictures of charts, of the system and of paths, into a folder or to standard output. */
import { mkdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import {
  exampleRun,
  mermaidChart,
  mermaidSequence,
  mermaidSystem,
  renderChart,
  renderSequence,
  renderSystem,
} from '../diagrams/index.ts';
import { allRoles, backupComposition, type Role, referenceCharts } from '../system/index.ts';
import { defaultTopology } from '../verify/index.ts';
import { exitCodes, InputError, UsageError } from './exit.ts';
import { isOutputTaken, readPath, writeJson, writeText } from './files.ts';
import { mountsPlot, statesPlot } from './plots.ts';

export const diagramFormats = ['svg', 'mermaid'] as const;

export interface DiagramFlags {
  readonly system?: boolean;
  readonly path?: string;
  readonly format: (typeof diagramFormats)[number];
  readonly out: string;
  readonly json?: string;
}

interface Drawn {
  readonly name: string;
  readonly kind: 'chart' | 'system' | 'flow' | 'plot' | 'path';
  readonly text: string;
}

/** Why a chart is left out. */
const notInMermaid = 'Mermaid would draw it wrong';

async function chart(role: Role, format: DiagramFlags['format']): Promise<Drawn | null> {
  const machine = referenceCharts[role];
  const text = format === 'svg' ? await renderChart(machine, { title: role }) : mermaidChart(machine);
  return text === null ? null : { name: role, kind: 'chart', text };
}

async function systems(format: DiagramFlags['format']): Promise<readonly Drawn[]> {
  const drawn: Drawn[] = [];
  for (const release of ['2012', '2012R2'] as const) {
    const composition = backupComposition(defaultTopology(release, 1, 1));
    const title = `Who talks to whom, host release ${release}`;
    drawn.push({
      name: `system-${release.toLowerCase()}`,
      kind: 'system',
      text: format === 'svg' ? await renderSystem(composition, title) : mermaidSystem(composition),
    });
  }
  return drawn;
}

function flows(format: DiagramFlags['format']): readonly Drawn[] {
  return (['2012', '2012R2'] as const).map((release) => {
    const composition = backupComposition(defaultTopology(release, 1, 1));
    const events = exampleRun(composition);
    const title = `One backup on host release ${release}`;
    return {
      name: `flow-${release.toLowerCase()}`,
      kind: 'flow',
      text:
        format === 'svg'
          ? renderSequence(composition, events, { title })
          : mermaidSequence(composition, events),
    };
  });
}

function pathIn(file: string, format: DiagramFlags['format']): Drawn {
  const { path, replayed } = readPath(file);
  const { events, cycle, shows } = path;
  const text =
    format === 'svg'
      ? renderSequence(replayed.composition, events, {
          title: shows.title,
          ...(cycle === null ? {} : { cycle }),
        })
      : mermaidSequence(replayed.composition, events, cycle ?? []);
  return { name: parse(file).name.replace(/\.itf$/, ''), kind: 'path', text };
}

/**
 * Draws what is named, or all charts and the system.
 * @throws UsageError if a chart is not there, or cannot be drawn in the format.
 */
export async function diagram(
  charts: readonly string[],
  { system, path, format, out, json }: DiagramFlags,
): Promise<number> {
  const isQuiet = isOutputTaken({ json, out });
  const unknown = charts.find((name) => !(allRoles as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no chart '${unknown}'; there are ${allRoles.join(', ')}`);
  }
  const isAll = charts.length === 0 && system !== true && path === undefined;
  const drawn: Drawn[] = [];
  const left: { name: string; reason: string }[] = [];
  for (const role of isAll ? allRoles : (charts as readonly Role[])) {
    const one = await chart(role, format);
    if (one !== null) drawn.push(one);
    else if (isAll) left.push({ name: role, reason: notInMermaid });
    else throw new UsageError(`${role}: ${notInMermaid}; use --format svg`);
  }
  if (isAll || system === true) drawn.push(...(await systems(format)));
  if (isAll) drawn.push(...flows(format));
  if (isAll && format === 'svg') {
    drawn.push(
      { name: 'plot-host-mounts', kind: 'plot', text: mountsPlot() },
      { name: 'plot-states', kind: 'plot', text: statesPlot() },
    );
  }
  if (path !== undefined) drawn.push(pathIn(path, format));
  if (out === '-') {
    process.stdout.write(drawn.map(({ text }) => text).join('\n'));
    return exitCodes.holds;
  }
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new InputError(`cannot make the folder ${out}: ${error instanceof Error ? error.message : error}`);
  }
  const written = drawn.map(({ name, kind, text }) => {
    const file = join(out, `${name}.${format === 'svg' ? 'svg' : 'mmd'}`);
    writeText(file, text);
    return { name, kind, format, file };
  });
  if (json !== undefined) writeJson(json, { diagrams: written, left });
  if (!isQuiet) {
    for (const { name, reason } of left) process.stdout.write(`${name}: ${reason}\n`);
    process.stdout.write(`${drawn.length === 1 ? '1 diagram' : `${drawn.length} diagrams`} in ${out}\n`);
  }
  return exitCodes.holds;
}
