import { type Fault, type HostRelease, optionsFor, switchableFaults } from '../system/index.ts';
import { type Characterization, characterize, formulaText, type ScopeOptions } from '../verify/index.ts';
import { exitCodes } from './exit.ts';
import { writeJson } from './files.ts';

export interface CharacterizeFlags {
  readonly hostRelease?: HostRelease;
  readonly faults?: readonly Fault[];
  readonly json?: string;
}

/** The other values of options that could make a difference, each alone. */
const variations = (release: HostRelease): readonly ScopeOptions[] => [
  { failureScope: optionsFor(release, {}).failureScope === 'all' ? 'perVm' : 'all' },
  ...(release === '2012R2' ? [{ controllerCheck: 'whenPreparing' } as const] : []),
  ...(release === '2012R2' ? [{ olderComponents: 'connected' } as const] : []),
  { virtualMachineOrder: 'oneAtATime' },
  { diskOrder: 'parallel' },
  { backups: 2, operatorRemovesScsi: true },
];

const text = (options: ScopeOptions): string =>
  Object.entries(options)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join('+') : value}`)
    .join(', ');

const where = (formula: string): string =>
  formula === 'always' ? 'in any case' : `if and only if it ${formula}`;

/** When a backup can fail and must, as one sentence. */
function sentence({ canFail, mustFail }: Characterization): string {
  const [can, must] = [formulaText(canFail), formulaText(mustFail)];
  if (can === 'never') return 'the backup of a virtual machine never fails';
  if (can === must) return `the backup of a virtual machine fails ${where(can)}`;
  return `the backup of a virtual machine can fail ${where(can)}, and ${must === 'never' ? 'never must' : `must fail ${where(must)}`}`;
}

function amongOthers({ canFail, canFailAmongOthers }: Characterization): string {
  const [alone, beside] = [formulaText(canFail), formulaText(canFailAmongOthers)];
  return alone === beside
    ? 'whatever becomes of other machines'
    : `and where another machine’s fails, it can fail ${where(beside)}`;
}

const same = (one: Characterization, other: Characterization): boolean =>
  sentence(one) === sentence(other) && amongOthers(one) === amongOthers(other);

/** So many faults in one run: a machine whose slots are all taken has too many disks for two to be combined. */
const faultBudget = 1;

export function characterizeCommand({ hostRelease, faults: chosen = [], json }: CharacterizeFlags): number {
  const releases: readonly HostRelease[] = hostRelease === undefined ? ['2012', '2012R2'] : [hostRelease];
  const found = releases.map((release) => {
    const base = characterize(release, { faults: chosen, faultBudget });
    const others: readonly ScopeOptions[] = [
      ...variations(release),
      ...switchableFaults.filter((fault) => !chosen.includes(fault)).map((fault) => ({ faults: [fault] })),
    ];
    const variants = others.map((options) =>
      characterize(release, { ...options, faults: [...chosen, ...(options.faults ?? [])], faultBudget }),
    );
    return {
      base,
      variants: others.map((options, index) => ({ options, variant: variants[index] ?? base })),
    };
  });
  if (json !== '-') {
    for (const { base, variants } of found) {
      const given =
        chosen.length === 0
          ? 'without faults'
          : `with the faults ${chosen.join(', ')}, at most ${faultBudget} in one run`;
      const { hostRelease: release, topologies, explored } = base;
      process.stdout.write(
        `${release}, ${given}: ${sentence(base)}; ${amongOthers(base)}.\n  (${topologies} topologies of one machine, ${explored} different ones explored)\n`,
      );
      for (const { options, variant } of variants) {
        process.stdout.write(
          same(base, variant)
            ? `  ${text(options)}: the same.\n`
            : `  ${text(options)}: ${sentence(variant)}; ${amongOthers(variant)}.\n`,
        );
      }
    }
  }
  if (json !== undefined) {
    writeJson(
      json,
      found.map(({ base, variants }) => ({
        ...base,
        sentence: sentence(base),
        variants: variants.map(({ options, variant }) => ({
          ...variant,
          sentence: sentence(variant),
          added: options,
          isSame: same(base, variant),
        })),
      })),
    );
  }
  return exitCodes.holds;
}
