import { createBackupSystem } from 'hyperv-backup-spec';
import { createActor } from 'xstate';

const disk = { name: 'os', controllerType: 'IDE', controllerNumber: 0, controllerLocation: 0 };
const topology = { hostRelease: '2012R2', virtualMachines: [{ name: 'sql1', disks: [disk] }] };

const system = createBackupSystem(topology);
const actor = createActor(system);
actor.on('COMMUNICATION', ({ from, message }) => console.log(`${from.actor}: ${message.type}`));
actor.start();
for (let next = actor.getSnapshot(); system.enabled(next).length > 0; next = actor.getSnapshot()) {
  const protocol = system.enabled(next).filter(({ type }) => type !== 'ACT');
  if (protocol.length === 0) break;
  actor.send(protocol[0]);
}
