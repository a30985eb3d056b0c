// What other slices may call.
export { type SyncedDevices, syncDevices, type VendorDevice } from './sync-devices.ts';
