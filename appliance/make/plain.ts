/** The compared parts of a system: its packages with their versions, and debconf's database (config.dat). */
export type Installation = { packages: ReadonlyMap<string, string>; debconf: string }

/** Packages that the builder's last step adds, with the reason: each boots where the installer alone does not. */
export const added: Readonly<Record<string, string>> = {
  'grub-efi-amd64-bin': 'the same image boots by UEFI too',
  'grub-efi-amd64-unsigned': 'comes with it',
  efibootmgr: 'comes with it',
}

const forQemu = 'the installer adds it because it runs in QEMU; the machine runs elsewhere, too'

/**
 * Packages that only the installer alone adds, with the reason. By then the machine has its own package sources,
 * which the guest cannot reach.
 */
export const omitted: Readonly<Record<string, string>> = {
  'qemu-guest-agent': forQemu,
  libatomic1: forQemu,
  libffi8: forQemu,
  'libglib2.0-0t64': forQemu,
  'libglib2.0-data': forQemu,
  libnuma1: forQemu,
  liburing2: forQemu,
  libxml2: forQemu,
  'shared-mime-info': forQemu,
  'xdg-user-dirs': forQemu,
}

/** Questions of the added packages, and of GRUB, which asks for the consoles of every way to boot. */
const ownQuestions = /^(grub-efi\/|grub2\/(linux|gnumach)_cmdline$)/

/** Returns packages that only one system has or that differ in version, without the explained ones. */
export const extras = (own: Installation, plain: Installation): string[] =>
  [...new Set([...own.packages.keys(), ...plain.packages.keys()])].sort().flatMap((name) => {
    const [here, there] = [own.packages.get(name), plain.packages.get(name)]
    if (here === there || (there === undefined && Object.hasOwn(added, name))) return []
    if (here === undefined && Object.hasOwn(omitted, name)) return []
    return [`package ${name}: ${here ?? 'none'}, by the installer alone ${there ?? 'none'}`]
  })

/** Returns the answers in debconf's database by question (debconf(7): stanzas of Name, Template, Value, Owners). */
export function answersIn(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const stanza of text.split(/\n\n+/)) {
    const name = /^Name: (.+)$/m.exec(stanza)?.[1]
    if (name) found.set(name, /^Value: ?(.*)$/m.exec(stanza)?.[1] ?? '')
  }
  return found
}

/** Returns questions with different answers, or that only one system has. */
export function compareDebconf(own: Installation, plain: Installation): string[] {
  const [here, there] = [answersIn(own.debconf), answersIn(plain.debconf)]
  return [...new Set([...here.keys(), ...there.keys()])].sort().flatMap((name) => {
    if (here.get(name) === there.get(name) || ownQuestions.test(name)) return []
    return [`${name}: ${here.get(name) ?? 'unknown'}, by the installer alone ${there.get(name) ?? 'unknown'}`]
  })
}
