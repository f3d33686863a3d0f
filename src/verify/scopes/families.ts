/** Families of scopes: what is explored, each with the reason for its bounds. */
import { allFaults, type Fault, switchableFaults } from '../../system/index.ts';
import { usual } from './machines.ts';
import { narrow } from './narrow.ts';
import type { Family, ScopeOptions } from './scope.ts';

/** One fault for each way in which a step of the undisturbed protocol itself can fail. */
export const stepFaults: readonly Fault[] = ['F7', 'F8', 'F14', 'F18', 'F40'];

const scopesOfFailure: readonly ScopeOptions[] = [{ failureScope: 'all' }, { failureScope: 'perVm' }];
const withFaults: readonly ScopeOptions[] = [{ faults: [] }, { faults: stepFaults }];

const controllerChecks: readonly ScopeOptions[] = [
  { controllerCheck: 'whenConnecting' },
  { controllerCheck: 'whenPreparing' },
];

const diskOrders: readonly ScopeOptions[] = [{ diskOrder: 'sequence' }, { diskOrder: 'parallel' }];

const cross = (...lists: readonly (readonly ScopeOptions[])[]): readonly ScopeOptions[] =>
  lists.reduce<readonly ScopeOptions[]>(
    (before, list) => before.flatMap((one) => list.map((other) => ({ ...one, ...other }))),
    [{}],
  );

const crossedOptions = cross(scopesOfFailure, controllerChecks, diskOrders, withFaults);
/**
 * Rows of these options in which every two of them have every two values; also among those that check when connecting.
 * The defaults are one of them, and several families have the same rows: machines of all shapes are found once for each.
 */
const pairRows: readonly number[] = [0b1000, 0b0010, 0b0100, 0b0001, 0b1011, 0b1111];
const inPairs = pairRows.map((row) => crossedOptions[row] as ScopeOptions);
const failingOrNot = inPairs.filter(
  ({ faults, controllerCheck }) => faults?.length === 0 && controllerCheck === 'whenConnecting',
);
const otherRows = crossedOptions.filter((_, row) => !pairRows.includes(row));

const withTransactions = cross([{ transactions: true }], diskOrders, withFaults);
const spared: ScopeOptions = { linuxControllerCheck: 'spared' };

const eachFault: readonly ScopeOptions[] = switchableFaults.map((fault) => ({ faults: [fault] }));
/**
 * Operators may stop and start machines again and again, and each of two in every order: with two machines or two backups
 * the default has it happen twice in one run, a full verification any number of times.
 */
const stopsAndStarts: ScopeOptions = { faults: ['F32'] };
const eachFaultSomeStops: readonly ScopeOptions[] = eachFault.map((options) =>
  options.faults?.includes('F32') ? { ...options, faultBudget: 2 } : options,
);
/** Something of them is there when the next backup begins: a copy, a differencing disk, an answer that is owed. */
const outlasting: readonly Fault[] = ['F15', 'F25', 'F26', 'F31', 'F45'];
const outlasts = ({ faults = [] }: ScopeOptions): boolean =>
  faults.some((fault) => outlasting.includes(fault));
const lastingFaults = eachFault.filter(outlasts);
const passingFaults = eachFaultSomeStops.filter((options) => !outlasts(options));
/** Any one of the disks is struck, or a slot is lost of as many as there are disks. */
const tellingDisksApart: readonly Fault[] = ['F24', 'F34'];
const tellsDisksApart = ({ faults = [] }: ScopeOptions): boolean =>
  faults.some((fault) => tellingDisksApart.includes(fault));
const twoFaults: ScopeOptions = { faults: allFaults, faultBudget: 2 };

const twoBackups: ScopeOptions = { backups: 2, persistentShadowCopies: true, operatorRemovesScsi: true };

const wide: readonly Family[] = [
  {
    // Every two options together; a full verification crosses them all.
    name: 'one machine',
    machines: 1,
    disks: [0, 1, 2],
    options: [...inPairs, ...withTransactions.slice(0, 1)],
  },
  {
    name: 'one machine, its guest spared the check',
    machines: 1,
    disks: [0, 1],
    options: [spared],
  },
  {
    name: 'one machine with two disks, its guest spared the check',
    full: true,
    machines: 1,
    disks: [2],
    options: [spared],
  },
  {
    name: 'one machine, older components that connect',
    machines: 1,
    disks: [0, 1],
    options: [{ olderComponents: 'connected' }],
  },
  {
    name: 'one machine with two disks, older components that connect',
    full: true,
    machines: 1,
    disks: [2],
    options: [{ olderComponents: 'connected' }],
  },
  {
    // Whether transactions are tracked changes content alone, so it is crossed with what decides when content is
    // copied and reverted.
    name: 'one machine, options crossed',
    full: true,
    machines: 1,
    disks: [0, 1, 2],
    options: [...otherRows, ...withTransactions.slice(1)],
  },
  {
    // Two backups: the second meets what the first has left, and what the operator has done in between, if anything.
    name: 'one machine, two backups',
    machines: 1,
    disks: [0, 1],
    options: [twoBackups],
  },
  {
    name: 'one machine with two disks, two backups',
    full: true,
    machines: 1,
    disks: [2],
    options: [twoBackups],
  },
  {
    name: 'one machine with previous versions',
    machines: 1,
    disks: [1],
    options: [{ previousVersions: true }],
  },
  {
    name: 'one machine with two disks and previous versions',
    full: true,
    machines: 1,
    disks: [2],
    options: [{ previousVersions: true }],
  },
  {
    name: 'two machines',
    machines: 2,
    disks: [0, 1, 2],
    options: inPairs,
  },
  {
    name: 'two machines, one at a time',
    machines: 2,
    ordered: true,
    disks: [0, 1, 2],
    options: [{ virtualMachineOrder: 'oneAtATime' }],
  },
  {
    name: 'two machines, two backups',
    machines: 2,
    disks: [1],
    options: [twoBackups],
  },
  { name: 'three machines', machines: 3, disks: [1], options: failingOrNot },
  {
    name: 'three machines, one at a time',
    machines: 3,
    ordered: true,
    disks: [1],
    options: [{ virtualMachineOrder: 'oneAtATime' }],
  },
  { name: 'three machines with two disks', machines: 3, disks: [2], alike: true, options: [{}] },
  { name: 'four machines', machines: 4, disks: [1], alike: true, options: [{}] },
  {
    // Copies in sequence: one is under way, those before it are alike and those after it too. Three of a kind stand for
    // more, so seven disks are enough.
    name: 'one machine with many disks',
    anyDisks: true,
    plain: [...usual, 'without a SCSI controller'],
    machines: 1,
    disks: [3, 4, 5, 6, 7],
    options: [{}],
  },
  {
    name: 'one machine with many disks, faults of steps',
    anyDisks: true,
    plain: ['as created'],
    machines: 1,
    disks: [3, 4, 5, 6, 7],
    options: [{ faults: stepFaults }],
  },
  {
    name: 'one machine with many disks, other options',
    full: true,
    anyDisks: true,
    plain: [...usual, 'without a SCSI controller', 'off'],
    machines: 1,
    disks: [3, 4, 5, 6, 7],
    options: [
      ...scopesOfFailure,
      { virtualMachineOrder: 'oneAtATime' },
      { controllerCheck: 'whenPreparing' },
      { previousVersions: true },
      { backups: 2, persistentShadowCopies: true },
      ...eachFault.filter((options) => !tellsDisksApart(options)),
    ],
  },
  {
    // Copies that are connected at the same time queue for controller and guest: up to five kinds of disk are there at once.
    name: 'one machine with many disks in parallel',
    full: true,
    anyDisks: true,
    plain: ['of VM generation 2'],
    machines: 1,
    disks: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    options: [{ diskOrder: 'parallel' }],
  },
  {
    name: 'one machine with a full SCSI controller',
    full: true,
    plain: usual,
    machines: 1,
    disks: [16, 64],
    options: withFaults,
  },
  {
    // Each fault alone shows that it needs no other one.
    name: 'one machine, each fault',
    plain: usual,
    machines: 1,
    disks: [1],
    options: eachFault,
  },
  {
    name: 'one machine with two disks, each fault',
    full: true,
    plain: usual,
    machines: 1,
    disks: [2],
    options: cross(eachFault, diskOrders),
  },
  {
    // Two faults of any kinds in one run: one exploration covers every pair.
    name: 'one machine, two faults',
    full: true,
    plain: usual,
    machines: 1,
    disks: [1],
    options: [twoFaults],
  },
  {
    // What is under way for one fault meets that the requester is gone, the service restarted or the machine stopped.
    name: 'one machine, two of some faults',
    plain: usual,
    machines: 1,
    disks: [1],
    options: [{ faults: ['F20', 'F24', 'F29', 'F30', 'F31', 'F33', 'F43', 'F45'], faultBudget: 2 }],
  },
  {
    name: 'one machine, two backups, each fault that outlasts one',
    plain: usual,
    machines: 1,
    disks: [1],
    options: cross(lastingFaults, [{ backups: 2 }]),
  },
  {
    name: 'one machine, two backups, each other fault',
    full: true,
    plain: usual,
    machines: 1,
    disks: [1],
    options: cross(passingFaults, [{ backups: 2 }]),
  },
  {
    name: 'one machine that is stopped and started, two backups',
    full: true,
    plain: usual,
    machines: 1,
    disks: [1],
    options: cross([stopsAndStarts], [{ backups: 2 }]),
  },
  {
    // One fault in a run: what it does to the first backup, and whether the second is rid of it.
    name: 'one machine, two backups, one fault',
    plain: usual,
    machines: 1,
    disks: [1],
    options: [{ faults: allFaults, faultBudget: 1, backups: 2 }],
  },
  {
    // A guest that never answers, and a host that waits for it for some time, or without limit.
    name: 'one machine, a guest that hangs',
    plain: usual,
    machines: 1,
    disks: [1],
    options: cross([{ faults: ['F45', 'F46'] }], [{ guestReplyLimit: 'some' }, { guestReplyLimit: 'none' }]),
  },
  {
    name: 'one machine, two backups, a guest that hangs',
    full: true,
    plain: usual,
    machines: 1,
    disks: [1],
    options: [{ faults: ['F45', 'F46'], backups: 2 }],
  },
  {
    name: 'one machine, its operator refused',
    plain: usual,
    machines: 1,
    disks: [1],
    options: [{ faults: ['F32', 'F33'], operatorDuringBackup: 'refused' }],
  },
  {
    // Where one failure fails all machines, faults that the undisturbed protocol can meet are tried by default.
    name: 'two machines, each fault',
    plain: usual,
    machines: 2,
    disks: [1],
    options: cross([{ failureScope: 'perVm' }], eachFaultSomeStops),
  },
  {
    name: 'two machines that fail together, each fault',
    full: true,
    plain: usual,
    machines: 2,
    disks: [1],
    options: cross([{ failureScope: 'all' }], eachFaultSomeStops),
  },
  {
    name: 'two machines, one at a time, each fault',
    full: true,
    plain: usual,
    ordered: true,
    machines: 2,
    disks: [1],
    options: cross(eachFaultSomeStops, [{ virtualMachineOrder: 'oneAtATime' }]),
  },
  {
    name: 'two machines that are stopped and started',
    full: true,
    plain: usual,
    machines: 2,
    disks: [1],
    options: cross(scopesOfFailure, [stopsAndStarts]),
  },
  {
    name: 'two machines that are stopped and started, one at a time',
    full: true,
    plain: usual,
    ordered: true,
    machines: 2,
    disks: [1],
    options: cross([stopsAndStarts], [{ virtualMachineOrder: 'oneAtATime' }]),
  },
  {
    name: 'one machine with two disks, two faults',
    full: true,
    plain: usual,
    machines: 1,
    disks: [2],
    options: cross([twoFaults], diskOrders),
  },
  {
    // A guest that is given up and goes on beside everything else multiplies states by ten; the others have it.
    name: 'one machine, any number of faults',
    full: true,
    exploredOnly: true,
    plain: usual,
    machines: 1,
    disks: [1],
    options: cross(
      [{ faults: allFaults.filter((fault) => fault !== 'F45') }],
      [{}, { operatorDuringBackup: 'refused' }],
    ),
  },
  {
    name: 'one machine, two backups, two faults',
    full: true,
    plain: usual,
    machines: 1,
    disks: [1],
    options: [{ ...twoFaults, backups: 2 }],
  },
  {
    name: 'two machines, two faults',
    full: true,
    plain: usual,
    machines: 2,
    disks: [1],
    options: cross(scopesOfFailure, [twoFaults]),
  },
];

export const families: readonly Family[] = [...wide, ...narrow];
