/** The form of the model as tables, and of a certificate about it; one schema for types and JSON Schema. */
import { z } from 'zod';

/** Changes when an old reader would misread a new file. */
export const modelVersion = 1;

const number = z.int().min(0);
const message = z.looseObject({ type: z.string() });

const effect = z
  .union([
    z.strictObject({
      do: z.literal('call'),
      actor: number,
      input: number,
      notice: number.describe('What the observers of the actor’s group see.'),
    }),
    z.strictObject({ do: z.literal('post'), channel: number, parcel: number }),
    z.strictObject({ do: z.literal('part'), gather: number, yes: z.boolean() }),
    z.strictObject({ do: z.literal('nowhere') }).describe('No wire carries it: a problem.'),
  ])
  .describe('What becomes of something said, in order.');
const effects = z.array(effect);

const chart = z
  .strictObject({
    name: z.string(),
    role: z.string(),
    states: z.array(
      z
        .strictObject({ name: z.string(), value: z.unknown(), context: z.unknown() })
        .describe('0 is initial.'),
    ),
    inputs: z.array(
      z.union([
        z.strictObject({ message }),
        z.strictObject({ delay: z.string(), state: z.string(), charged: z.boolean() }),
      ]),
    ),
    says: z.array(message),
    rows: z
      .array(z.record(z.string(), z.tuple([number, z.array(number)]).nullable()))
      .describe(
        'By state and number of input: the next state and what is said; null leads out of these tables. A message without a row is not taken there, a delay without a row is not pending.',
      ),
  })
  .describe('A statechart with its input, as a Mealy machine.');

type Condition =
  | boolean
  | { actor: number; in: number[] }
  | { observer: number; in: number[] }
  | { problem: number; in: number[] }
  | { and: Condition[] }
  | { or: Condition[] };
const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      z.boolean(),
      z.strictObject({ actor: number, in: z.array(number) }),
      z.strictObject({ observer: number, in: z.array(number) }),
      z.strictObject({ problem: number, in: z.array(number) }),
      z.strictObject({ and: z.array(condition) }),
      z.strictObject({ or: z.array(condition) }),
    ]),
  )
  .describe(
    'A condition on the states of actors and observers, and on whether a group has a problem (1) or not (0).',
  );

const claim = z.strictObject({
  id: z.string(),
  sentence: z.string(),
  kind: z
    .enum(['never', 'sometimes', 'leads-to'])
    .describe(
      'No reachable state fulfils `when`; one does; or each is followed by `goal` on every fair run.',
    ),
  when: z.array(condition).describe('One condition for each virtual machine.'),
  goal: z.exactOptional(z.array(condition)),
});

export const modelSchema = z
  .strictObject({
    format: z.literal('hyperv-backup-spec model'),
    version: z.literal(modelVersion),
    topology: z.unknown(),
    options: z.record(z.string(), z.unknown()),
    groups: z.array(z.string()).describe('The host, then the virtual machines.'),
    charts: z.array(chart),
    actors: z.array(
      z.strictObject({
        name: z.string(),
        group: number,
        chart: number,
        effects: z.array(effects).describe('By number of what the chart says.'),
      }),
    ),
    channels: z.array(
      z.strictObject({
        name: z.string(),
        group: number,
        capacity: number,
        parcels: z.array(z.strictObject({ from: z.string(), message })),
        opens: z.array(effects).describe('By parcel, what its delivery does.'),
      }),
    ),
    gathers: z
      .array(z.strictObject({ message: z.string(), none: effects, any: effects }))
      .describe('When every unit has given its part: what follows where none, or any, said yes.'),
    observers: z.array(
      z.strictObject({
        name: z.string(),
        group: number,
        states: z.array(z.unknown()).describe('0 is initial.'),
        rows: z
          .array(z.record(z.string(), number.nullable()))
          .describe(
            'By state and notice: the next state; without a row it stays, null leads out of these tables.',
          ),
      }),
    ),
    acts: z
      .array(z.strictObject({ actor: number, input: number, notice: number, charged: z.boolean() }))
      .describe('What the world may do whenever the actor takes it.'),
    budget: number
      .nullable()
      .describe('How many charged steps a run has at most; null where none is charged.'),
    end: condition.describe('The backup is over.'),
    claims: z.array(claim),
  })
  .describe('The composed system as finite tables, with its claims; docs/python/backup_model.py runs it.');

export type ModelFile = z.output<typeof modelSchema>;

const state = z
  .tuple([
    z.array(number).describe('By actor, its state.'),
    z.array(z.array(number)).describe('By channel, its parcels, the first is the next to be delivered.'),
    z.array(z.array(z.boolean().nullable())).describe('By gather and virtual machine, its part.'),
    z.array(number).describe('By observer, its state.'),
    z.array(z.union([z.literal(0), z.literal(1)])).describe('By group, whether it has a problem.'),
    number.describe('Charged steps that are left.'),
  ])
  .describe('A state of the system.');

export const certificateSchema = z
  .strictObject({
    format: z.literal('hyperv-backup-spec certificate'),
    version: z.literal(modelVersion),
    model: modelSchema,
    states: z.array(state).describe('Every reachable state; 0 is initial.'),
    steps: z.array(z.array(number)).describe('By state, the states that one step leads to, sorted.'),
  })
  .describe('The reachable states of a model: what a checker needs to see that its claims hold.');

export type Certificate = z.output<typeof certificateSchema>;

export const modelJsonSchema = (): object => ({
  title: 'Model of a Hyper-V backup as tables',
  ...z.toJSONSchema(modelSchema),
});

export const certificateJsonSchema = (): object => ({
  title: 'Certificate about a model of a Hyper-V backup',
  ...z.toJSONSchema(certificateSchema),
});
