/**
 * What the claims are about: the steps and consequences of how Hyper-V backs up running virtual machines, in our
 * own words. *Earlier* means host releases 2008, 2008 R2 and 2012.
 *
 * Source: the product team's announcement of the change in 2012 R2 ("How Hyper-V Backup Got Better in 2012 R2"),
 * and the Win32 documentation of Hyper-V and VSS.
 */
export const statements = {
  S1: 'Running virtual machines are backed up from the host without downtime.',
  S2: 'The means is VSS.',
  S3: 'Step 1: the backup application asks Hyper-V for all virtual machines.',
  S4: 'Step 2: Hyper-V asks the Backup integration service of each virtual machine.',
  S5: 'Step 3: that service has guest VSS make a consistent shadow copy in the guest.',
  S6: 'Step 4: host VSS takes its shadow copy only after every virtual machine has confirmed.',
  S7: "Between steps 3 and 4 guests go on writing, so disks in the host's shadow copy are not at the guest's point.",
  S8: 'Step 5.1: the copies of the virtual hard disks are located in the new host shadow copy.',
  S9: 'Step 5.2, earlier: each copy is mounted in the host.',
  S10: "Step 5.3, earlier: host VSS brings each copy back to the guest's shadow copy of step 3.",
  S11: 'Step 5.4, earlier: each copy is dismounted.',
  S12: 'Step 5.5: VSS is told that it is complete, and gives the files to the backup application.',
  S13: 'Earlier, 100 virtual machines with 2 disks mean 200 mounts and dismounts in one backup.',
  S14: 'Step 5.2, 2012 R2: each copy is connected to the running virtual machine that it came from.',
  S15: 'Step 5.3, 2012 R2: the integration service is told to bring the copy back to the shadow copy of step 3.',
  S16: 'Step 5.4, 2012 R2: each copy is disconnected.',
  S17: 'On 2012 R2 the work is done in the guests, so it scales.',
  S18: 'It needs hot add and hot remove, which the SCSI controller has and the IDE controller has not.',
  S19: 'Virtual machines are created with a SCSI controller, maybe an empty one.',
  S20: 'On 2012 R2 the backup of a virtual machine fails if all its SCSI controllers were removed.',
} as const;

/** Number of a statement, S1 to S20. */
export type Statement = keyof typeof statements;
