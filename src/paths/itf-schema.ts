/** The form of a path as a trace in ITF, with our fields under `#meta`; one schema for types, check and JSON Schema. */
import { z } from 'zod';
import { switchableFaults, topologyJsonSchema } from '../system/index.ts';
import type { ScopeOptions } from '../verify/index.ts';

/** Version of our fields under `#meta`; it changes when an old reader would misread a new file. */
export const itfVersion = 1;

const count = z.int().min(0);
const name = z.string().min(1);

const message = z.looseObject({ type: name }).describe('A type, and fields that are plain data.');
const group = count.describe('0 is the host, virtual machines count from 1.');

export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('DELIVER'), group, channel: name }),
  z.strictObject({ type: z.literal('ELAPSE'), group, actor: name, delay: name, state: name }),
  z.strictObject({ type: z.literal('ACT'), group, actor: name, message }),
]);

const optionSchemas = {
  failureScope: z.exactOptional(z.enum(['all', 'perVm'])),
  controllerCheck: z.exactOptional(z.enum(['whenConnecting', 'whenPreparing'])),
  linuxControllerCheck: z.exactOptional(z.enum(['applies', 'spared'])),
  olderComponents: z.exactOptional(z.enum(['notConnected', 'connected'])),
  guestReplyLimit: z.exactOptional(z.enum(['some', 'none'])),
  virtualMachineOrder: z.exactOptional(z.enum(['parallel', 'oneAtATime'])),
  diskOrder: z.exactOptional(z.enum(['sequence', 'parallel'])),
  transactions: z.exactOptional(z.boolean()),
  backups: z.exactOptional(z.int().min(1)),
  persistentShadowCopies: z.exactOptional(z.boolean()),
  operatorRemovesScsi: z.exactOptional(z.boolean()),
  previousVersions: z.exactOptional(z.boolean()),
  operatorDuringBackup: z.exactOptional(z.enum(['allowed', 'refused'])),
  faultBudget: z.exactOptional(z.int().min(0).nullable()),
  faults: z.exactOptional(z.array(z.enum(switchableFaults))),
} satisfies Record<keyof ScopeOptions, z.ZodType>;

export const optionNames = Object.keys(optionSchemas) as readonly (keyof ScopeOptions)[];

/** Options that differ from what a topology and its host release say, from a file. */
export const optionsSchema = z.strictObject(optionSchemas);

const { $schema: _, ...topologyForm } = topologyJsonSchema();

const modelSchema = z
  .strictObject({
    topology: z.unknown().meta(topologyForm),
    options: optionsSchema.describe('Options that differ from what the topology and the host release say.'),
    mutant: name.nullable().describe('A wrong variant of the design in place of the model.'),
  })
  .describe('The model that allows the path.');

const communication = z.strictObject({
  from: z.strictObject({ group, actor: name }),
  to: z.union([z.strictObject({ group, actor: name }), z.strictObject({ channel: name })]),
  message,
});

const pathSchema = z.strictObject({
  version: z.literal(itfVersion),
  shows: z.strictObject({
    kind: z.enum(['claim', 'premise', 'fault', 'run']),
    id: z.string(),
    title: z.string(),
  }),
  model: modelSchema,
});

const stateSchema = z
  .looseObject({
    '#meta': z.looseObject({
      index: count.describe('States count from 0.'),
      event: z
        .exactOptional(eventSchema)
        .describe('What happened to get here from the state before; missing in state 0 only.'),
      communications: z
        .exactOptional(z.array(communication))
        .describe('Who said what to whom in this step, in order. Not read back.'),
    }),
  })
  .describe('One field for each variable.');

/** States at most; a backup of a hundred virtual machines takes some thousand steps. */
export const maxStates = 100_000;

export const itfSchema = z
  .looseObject({
    '#meta': z.looseObject({
      format: z.literal('ITF'),
      'format-description': z.exactOptional(z.string()),
      description: z.exactOptional(z.string()),
      hypervBackup: pathSchema,
    }),
    vars: z
      .array(name)
      .describe(
        'The names of the variables, sorted; of many virtual machines and steps, those of the host only.',
      ),
    states: z.array(stateSchema).min(1).max(maxStates),
    loop: z
      .exactOptional(count)
      .describe(
        'Where a run goes on for ever: the index of a state that equals the last one; the steps between them are repeated. Where it is the last one itself, nothing need happen any more.',
      ),
  })
  .describe('A path of the model of Hyper-V backups as a trace in the Informal Trace Format.');

export type Itf = z.output<typeof itfSchema>;

/** JSON Schema (draft 2020-12) of a path in ITF. */
export const itfJsonSchema = (): object => ({
  title: 'Path of a Hyper-V backup, as a trace in ITF',
  ...z.toJSONSchema(itfSchema, { io: 'input' }),
});
