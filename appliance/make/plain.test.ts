import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersIn, compareDebconf, extras } from './plain'

const debconf = (answers: Record<string, string>): string =>
  Object.entries(answers)
    .map(([name, value]) => `Name: ${name}\nTemplate: ${name}\nValue: ${value}\nOwners: x\nFlags: seen\n`)
    .join('\n')
const made = (packages: Record<string, string>, answers: Record<string, string> = {}) => ({
  packages: new Map(Object.entries(packages)),
  debconf: debconf(answers),
})

test('packages are the same except for those that the last step adds', () => {
  const own = made({ libc6: '2.41', 'grub-efi-amd64-bin': '2.12', nano: '8' })
  assert.deepEqual(extras(own, made({ libc6: '2.41', nano: '8' })), [])
  assert.deepEqual(extras(own, made({ libc6: '2.40', vim: '9' })), [
    'package libc6: 2.41, by the installer alone 2.40',
    'package nano: 8, by the installer alone none',
    'package vim: none, by the installer alone 9',
  ])
  // An explained addition does not excuse an omission.
  assert.equal(extras(made({}), made({ 'grub-efi-amd64-bin': '2.12' })).length, 1)
  // An explained omission does not excuse another version, or a package that only we have.
  assert.deepEqual(extras(made({}), made({ 'qemu-guest-agent': '10', libxml2: '2' })), [])
  assert.equal(extras(made({ libxml2: '1' }), made({ libxml2: '2' })).length, 1)
  assert.equal(extras(made({ libxml2: '1' }), made({})).length, 1)
})

test('answers are the same, also where there are none', () => {
  assert.equal(answersIn('Name: a/b\nTemplate: a/b\nOwners: c\n').get('a/b'), '')
  const own = made({}, { 'ssh/root': 'true', 'grub-efi/x': '1', 'grub2/linux_cmdline': 'console=hvc0' })
  assert.deepEqual(compareDebconf(own, made({}, { 'ssh/root': 'true' })), [])
  assert.deepEqual(compareDebconf(own, made({}, { 'ssh/root': 'false', 'more/x': '' })), [
    'more/x: unknown, by the installer alone ',
    'ssh/root: true, by the installer alone false',
  ])
})
