/** Disks of other machines: SQLite's write-ahead log needs memory that its readers share, which no such disk gives. */

/** `f_type` of statfs(2), as Linux numbers them. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x0bd00bd0, 'Lustre'],
]);

/** What such a disk is called; null: it is one of this machine, or of a system that numbers otherwise. */
export function networkDisk(type: number, platform: NodeJS.Platform): string | null {
  // Some libraries hand over the upper half of the numbers as negative ones.
  return platform === 'linux' ? (NETWORK.get(type >>> 0) ?? null) : null;
}
