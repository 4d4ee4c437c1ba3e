// Files that the bundler puts beside the script; the import is their address.
declare module "*/countries-50m.json" {
  const address: string;
  export default address;
}
