/** What the explorer shows, as the part of the address after `#`: untrusted, so it is checked on the way in. */
import { mutants } from '../../src/mutants/index.ts';
import type { PathModel } from '../../src/paths/index.ts';
import { checkedTopology, type Fault, switchableFaults, TopologyError } from '../../src/system/index.ts';
import { mutantScope } from '../../src/verify/index.ts';

export interface Shared {
  readonly model: PathModel;
  /** Each step as its place among those that were enabled. */
  readonly choices: readonly number[];
}

/** A link that does not say what it should; the message says where and what is allowed. */
export class LinkError extends Error {}

/** Characters of a link, and steps in it. */
const limits = { characters: 200_000, steps: 20_000 } as const;

export const linkOf = ({ model, choices }: Shared): string =>
  `#${new URLSearchParams({
    topology: JSON.stringify(model.topology),
    faults: (model.options.faults ?? []).join(','),
    mutant: model.mutant ?? '',
    steps: choices.join('.'),
  })}`;

/** The model in which a mutant is caught. */
export function modelOfMutant(name: string): PathModel {
  const mutant = mutants.find((one) => one.name === name);
  const scope = mutant?.scopes[0];
  if (mutant === undefined || scope === undefined) {
    throw new LinkError(
      `mutant: there is no ‘${name}’; there are ${mutants.map((one) => one.name).join(', ')}`,
    );
  }
  const { topology, options } = mutantScope(scope);
  return { topology, options, mutant: name };
}

function topologyIn(text: string): PathModel['topology'] {
  try {
    return checkedTopology(JSON.parse(text));
  } catch (error) {
    if (error instanceof TopologyError) throw new LinkError(`topology: ${error.message}`);
    throw new LinkError('topology: it is not JSON');
  }
}

function faultsIn(text: string): readonly Fault[] {
  return text
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const fault = switchableFaults.find((one) => one === name);
      if (fault === undefined) {
        throw new LinkError(`faults: there is no ‘${name}’; there are ${switchableFaults.join(', ')}`);
      }
      return fault;
    });
}

function choicesIn(text: string): readonly number[] {
  const parts = text === '' ? [] : text.split('.');
  if (parts.length > limits.steps) throw new LinkError(`steps: at most ${limits.steps}`);
  return parts.map((part, index) => {
    if (!/^\d{1,6}$/.test(part))
      throw new LinkError(`steps: number ${index + 1} is ‘${part}’; allowed: a whole number`);
    return Number(part);
  });
}

/**
 * What a link says, or null where it says nothing.
 * @throws LinkError if it says something that cannot be.
 */
export function readLink(hash: string): Shared | null {
  if (hash.length > limits.characters)
    throw new LinkError(`the link has more than ${limits.characters} characters`);
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const topology = fields.get('topology');
  const mutant = fields.get('mutant') || null;
  if (topology === null) return mutant === null ? null : { model: modelOfMutant(mutant), choices: [] };
  const base = mutant === null ? { options: {} } : modelOfMutant(mutant);
  const chosen = faultsIn(fields.get('faults') ?? '');
  return {
    model: {
      topology: topologyIn(topology),
      options: chosen.length === 0 ? base.options : { ...base.options, faults: chosen },
      mutant,
    },
    choices: choicesIn(fields.get('steps') ?? ''),
  };
}
