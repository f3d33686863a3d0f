/** A scope: a topology and options that are explored, and what is known of it. */
import type { HostRelease, ModelOptions, Topology } from '../../system/index.ts';
import type { PlainMachine } from './machines.ts';

/** Options that can be written down: those that are data. */
export type ScopeOptions = Partial<Omit<ModelOptions, 'charts' | 'rewire' | 'observers'>>;

export interface Scope {
  readonly id: string;
  readonly family: string;
  readonly topology: Topology;
  readonly options: ScopeOptions;
  /** The shapes of its virtual machines, in order. */
  readonly shapes: readonly string[];
  /** Host releases whose tables are equal, all covered by this one exploration. */
  readonly covers: readonly HostRelease[];
  /** How many topologies it stands for. */
  readonly topologies: number;
  /** By shape, what it becomes when SCSI controllers are given or taken. */
  readonly siblings: Readonly<Record<string, readonly string[]>>;
}

/** Scopes that differ in their virtual machines only. */
export interface ScopeGroup {
  readonly release: HostRelease;
  readonly family: string;
  readonly options: ScopeOptions;
}

/** Scopes of a kind: so many machines, of these shapes, under each of these options. */
export interface Family {
  readonly name: string;
  /** Sorted multisets of shapes suffice where the order of the machines makes no difference. */
  readonly ordered?: boolean;
  readonly machines: number;
  readonly disks: readonly number[];
  /** These machines, instead of all shapes. */
  readonly plain?: readonly PlainMachine[];
  /** Only explored where everything is asked for. */
  readonly full?: boolean;
  /** Nothing is proved beyond what is explored: the induction would take more memory than there is. */
  readonly exploredOnly?: boolean;
  /** Machines that differ in how many disks they have, three and more, one by one: they are to stand for any number. */
  readonly anyDisks?: boolean;
  /** Only so many machines of one and the same shape. */
  readonly alike?: boolean;
  readonly options: readonly ScopeOptions[];
}

/** The scope of a topology that somebody chose. */
export const chosenScope = (topology: Topology, options: ScopeOptions = {}): Scope => ({
  id: 'chosen',
  family: 'chosen',
  topology,
  options,
  shapes: topology.virtualMachines.map(({ name }) => name),
  covers: [topology.hostRelease],
  topologies: 1,
  siblings: {},
});
