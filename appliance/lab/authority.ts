import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../host/programs'

/** A certificate authority for one test, and a certificate that it issued. */
export type Authority = { ca: string; cert: string; key: string }

/**
 * Makes an authority, and a certificate from it for a name.
 * @param folder the folder for the files
 */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const at = (file: string): string => join(folder, file)
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await run('openssl', [
    ...['req', '-x509', ...ec, '-days', '2', '-subj', '/CN=The authority of a test'],
    ...['-addext', 'basicConstraints=critical,CA:TRUE', '-keyout', at('ca.key'), '-out', at('ca.pem')],
  ])
  await run('openssl', [
    'req',
    ...ec,
    '-subj',
    `/CN=${name}`,
    '-keyout',
    at('key.pem'),
    '-out',
    at('request.pem'),
  ])
  await writeFile(at('extensions'), `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`)
  await run('openssl', [
    ...[
      'x509',
      '-req',
      '-in',
      at('request.pem'),
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
      '-CAcreateserial',
    ],
    ...['-days', '2', '-extfile', at('extensions'), '-out', at('cert.pem')],
  ])
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((file) => readFile(at(file), 'utf8')),
  )
  return { ca: ca ?? '', cert: cert ?? '', key: key ?? '' }
}
