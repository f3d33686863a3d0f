/** What the explorer shows, as the part of the address after `#`: untrusted, so it is checked on the way in. */
import { mutants } from '../../src/mutants/index.ts';
import type { PathModel } from '../../src/paths/index.ts';
import { optionsSchema } from '../../src/paths/index.ts';
import { checkedTopology, type Topology, TopologyError } from '../../src/system/index.ts';
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

/** More machines, or disks of one, are no picture any more. */
export const largest = { machines: 100, disks: 64 } as const;

export const linkOf = ({ model, choices }: Shared): string =>
  `#${new URLSearchParams({
    topology: JSON.stringify(model.topology),
    options: JSON.stringify(model.options),
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

/** @throws LinkError if a topology is larger than the page can show. */
export function shownTopology(topology: Topology): Topology {
  const machines = topology.virtualMachines.length;
  if (machines > largest.machines) {
    throw new LinkError(`topology: ${machines} virtual machines; allowed: up to ${largest.machines}`);
  }
  for (const { name, disks } of topology.virtualMachines) {
    if (disks.length > largest.disks) {
      throw new LinkError(`topology: ${name} has ${disks.length} disks; allowed: up to ${largest.disks}`);
    }
  }
  return topology;
}

function topologyIn(text: string): Topology {
  try {
    return shownTopology(checkedTopology(JSON.parse(text)));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    if (error instanceof TopologyError) throw new LinkError(`topology: ${error.message}`);
    throw new LinkError('topology: it is not JSON');
  }
}

function optionsIn(text: string): PathModel['options'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LinkError('options: they are not JSON');
  }
  const { data, error } = optionsSchema.safeParse(value);
  if (error !== undefined) {
    const [first] = error.issues;
    throw new LinkError(`${['options', ...(first?.path ?? [])].join('.')}: ${first?.message}`);
  }
  return data;
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
  const options = fields.get('options');
  return {
    model: {
      topology: topologyIn(topology),
      options: options !== null ? optionsIn(options) : mutant === null ? {} : modelOfMutant(mutant).options,
      mutant,
    },
    choices: choicesIn(fields.get('steps') ?? ''),
  };
}
