import { expect, it } from 'vitest';
import { networkDisk } from './network-disk.ts';

it('tells disks of other machines from those of this one', () => {
  expect(networkDisk(0x6969, 'linux')).toBe('NFS');
  expect(networkDisk(0xff534d42, 'linux')).toBe('SMB');
  expect(networkDisk(0xff534d42 | 0, 'linux')).toBe('SMB');
  // ext4, tmpfs, btrfs
  for (const type of [0xef53, 0x01021994, 0x9123683e]) expect(networkDisk(type, 'linux')).toBeNull();
  expect(networkDisk(0x6969, 'darwin')).toBeNull();
});
