/** Pictures of charts and of the system, into a folder or to standard output. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mermaidChart, mermaidSystem, renderChart, renderSystem } from '../diagrams/index.ts';
import { allRoles, backupComposition, type Role, referenceCharts } from '../system/index.ts';
import { defaultTopology } from '../verify/index.ts';
import { exitCodes, InputError, UsageError } from './exit.ts';
import { writeText } from './files.ts';

export const diagramFormats = ['svg', 'mermaid'] as const;

export interface DiagramFlags {
  readonly system?: boolean;
  readonly format: (typeof diagramFormats)[number];
  readonly out: string;
}

interface Drawn {
  readonly name: string;
  readonly text: string;
}

async function chart(role: Role, format: DiagramFlags['format']): Promise<Drawn | null> {
  const machine = referenceCharts[role];
  const text = format === 'svg' ? await renderChart(machine, { title: role }) : mermaidChart(machine);
  return text === null ? null : { name: role, text };
}

async function systems(format: DiagramFlags['format']): Promise<readonly Drawn[]> {
  const drawn: Drawn[] = [];
  for (const release of ['2012', '2012R2'] as const) {
    const composition = backupComposition(defaultTopology(release, 1, 1));
    const title = `Who talks to whom, host release ${release}`;
    drawn.push({
      name: `system-${release.toLowerCase()}`,
      text: format === 'svg' ? await renderSystem(composition, title) : mermaidSystem(composition),
    });
  }
  return drawn;
}

/**
 * Draws what is named, or all charts and the system.
 * @throws UsageError if a chart is not there, or cannot be drawn in the format.
 */
export async function diagram(
  charts: readonly string[],
  { system, format, out }: DiagramFlags,
): Promise<number> {
  const unknown = charts.find((name) => !(allRoles as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no chart '${unknown}'; there are ${allRoles.join(', ')}`);
  }
  const isAll = charts.length === 0 && system !== true;
  const drawn: Drawn[] = [];
  for (const role of isAll ? allRoles : (charts as readonly Role[])) {
    const one = await chart(role, format);
    if (one !== null) drawn.push(one);
    else if (!isAll) {
      throw new UsageError(`${role} cannot be drawn right by Mermaid; use --format svg`);
    }
  }
  if (isAll || system === true) drawn.push(...(await systems(format)));
  if (out === '-') {
    process.stdout.write(drawn.map(({ text }) => text).join('\n'));
    return exitCodes.holds;
  }
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new InputError(`cannot make the folder ${out}: ${error instanceof Error ? error.message : error}`);
  }
  for (const { name, text } of drawn)
    writeText(join(out, `${name}.${format === 'svg' ? 'svg' : 'mmd'}`), text);
  process.stdout.write(`${drawn.length} diagrams in ${out}\n`);
  return exitCodes.holds;
}
