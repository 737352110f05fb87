import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { parseFingerprint } from '@/keys/fingerprint'
import { randomart } from '@/keys/randomart'
import { metaOf } from './blog/code-block'
import { compileBlog } from './blog/compile'

type Block = { language: string; code: string; meta: ReturnType<typeof metaOf> }

const slugs = readdirSync('content/blog')
const mayUse = (device: string): boolean => {
  try {
    accessSync(device, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}
const has = (command: string): boolean =>
  command.startsWith('/')
    ? mayUse(command)
    : spawnSync('sh', ['-c', `PATH=$PATH:/sbin:/usr/sbin command -v ${command}`]).status === 0

function blocksOf(slug: string): Block[] {
  const text = readFileSync(join('content/blog', slug, 'index.md'), 'utf8').replace(
    /^---\n[\s\S]*?\n---\n/,
    '',
  )
  const blocks: Block[] = []
  visit(unified().use(remarkParse).parse(text), 'code', (node) => {
    blocks.push({ language: node.lang ?? '', code: node.value, meta: metaOf(node.meta ?? '') })
  })
  return blocks
}

/** Runs a block in a temporary folder with the post's files. */
function run(slug: string, { language, code }: Block, folder: string): string {
  cpSync(join('content/blog', slug), folder, { recursive: true })
  const command: [string, string[]] =
    language === 'python' ? ['python3', ['-c', code]] : ['bash', ['-euo', 'pipefail', '-c', code]]
  const made = spawnSync(...command, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  })
  assert.equal(made.status, 0, `${slug}: ${code}\n${made.stdout}\n${made.stderr}`)
  return made.stdout
}

/**
 * Programs and devices that a post's commands need beyond a standard Debian. Without them, or without access to them,
 * the commands are skipped.
 */
const needs: Record<string, string[]> = {
  'what-a-syscall-costs': ['cc'],
  randomart: ['ssh-keygen', 'python3'],
  'xen-tips-1-hvm-networking': ['ip', 'unshare', '/dev/net/tun'],
  'why-we-bemoan': ['tc'],
  'appliance-builders': ['mke2fs'],
}

describe('the commands of the posts', () => {
  for (const slug of slugs) {
    const blocks = blocksOf(slug)
    const runs = blocks.filter(({ meta }) => meta.ran?.how === 'test')
    const missing = (needs[slug] ?? []).filter((command) => !has(command))
    const skip = missing.length > 0 ? `${missing.join(', ')} not there, or not for this user` : false
    if (runs.length > 0)
      test(`the commands of ${slug} run`, { skip }, () => {
        const folder = mkdtempSync(join(tmpdir(), 'post-'))
        try {
          const said = runs.map((block) => run(slug, block, folder))
          if (slug === 'randomart') checkRandomart(said)
          if (slug === 'xen-tips-1-hvm-networking') checkOutput(blocks, said)
        } finally {
          rmSync(folder, { recursive: true, force: true })
        }
      })
    for (const { code, meta } of blocks)
      if (meta.ran?.how === 'script') {
        const { path } = meta.ran
        test(`${slug} quotes ${path} exactly`, () => {
          assert.ok(existsSync(path), path)
          const lines = new Set(
            readFileSync(path, 'utf8')
              .split('\n')
              .map((line) => line.trim()),
          )
          for (const line of code.split('\n').filter((one) => one.trim() && !one.startsWith('#')))
            assert.ok(lines.has(line.trim()), `${path} has no line “${line}”`)
        })
      }
  }
})

/** Checks that the program in the post draws the same as our code. */
function checkRandomart(said: readonly string[]): void {
  const parsed = parseFingerprint('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
  assert.ok(parsed.ok)
  const art = randomart(parsed.digest, { type: 'ED25519', bits: 256, hash: 'SHA256' })
  assert.equal(said[0]?.trimEnd(), art)
  assert.match(
    said[1] ?? '',
    /\+--\[ED25519 256\]--\+[\s\S]*\+----\[SHA256\]-----\+[\s\S]*\+------\[MD5\]------\+/,
  )
}

/** Checks that the output printed in the post is the real output. */
function checkOutput(blocks: readonly Block[], said: readonly string[]): void {
  const printed = blocks.find(({ meta }) => meta.title === 'What it says here')
  assert.equal(said[0]?.trimEnd(), printed?.code)
}

test('the posts are between 600 and 2,000 words, and there are ten of them', async () => {
  const { index, faults } = await compileBlog()
  assert.deepEqual(
    faults.map(({ message }) => message),
    [],
  )
  assert.ok(index.posts.length >= 10)
  for (const { slug, words } of index.posts) assert.ok(words >= 600 && words <= 2_000, `${slug}: ${words}`)
})

const kernel = existsSync('/boot')
  ? readdirSync('/boot')
      .filter((name) => name.startsWith('vmlinuz-'))
      .map((name) => join('/boot', name))[0]
  : undefined
const noMachine = !kernel
  ? 'there is no kernel in /boot'
  : (['qemu-system-x86_64', 'busybox', 'cpio'].find((name) => !has(name)) ?? false)

describe('machines of the posts', { skip: noMachine && `missing: ${noMachine}` }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'))
  const script = (text: string): ReturnType<typeof spawnSync> => {
    const file = join(folder, 'test.sh')
    spawnSync('sh', ['-c', `cat > ${file}`], { input: text })
    return spawnSync('tools/posts/throwaway.sh', [kernel ?? '', file, '60'], { encoding: 'utf8' })
  }
  test('a test that destroys its machine passes, and differs from a failing test and from a dead machine', () => {
    const good = script(readFileSync('tools/posts/throwaway-test.sh', 'utf8'))
    assert.equal(good.status, 0, String(good.stdout))
    assert.match(String(good.stdout), /there is no ls any more/)
    assert.equal(script('exit 7').status, 7)
    assert.equal(script('echo c > /proc/sysrq-trigger').status, 125)
  })
  const noImage =
    ['sfdisk', 'mformat', 'grub-mkimage'].find((name) => !has(name)) ?? !existsSync('/usr/lib/grub/i386-pc')
  test('the disk image boots by BIOS and by UEFI', { skip: noImage && `missing: ${noImage}` }, () => {
    const shell = (command: string) => spawnSync('sh', ['-euc', command], { encoding: 'utf8', cwd: folder })
    const made = shell(
      "mkdir -p r/bin r/proc; cp $(command -v busybox) r/bin/busybox; printf '#!/bin/busybox sh\\necho up\\n/bin/busybox stty -echo < /dev/console\\n/bin/busybox reboot -f\\n' > r/init; chmod +x r/init; cd r; find . | cpio -o -H newc --quiet | gzip > ../initrd",
    )
    assert.equal(made.status, 0, made.stderr)
    const image = join(folder, 'disk.img')
    const built = spawnSync('tools/posts/grub-image.sh', [image, kernel ?? '', join(folder, 'initrd')], {
      encoding: 'utf8',
    })
    assert.equal(built.status, 0, built.stderr)
    for (const [firmware, platform] of [
      ['bios', 'pc'],
      ...(existsSync('/usr/share/OVMF/OVMF_CODE.fd') && existsSync('/usr/lib/grub/x86_64-efi')
        ? [['uefi', 'efi']]
        : []),
    ] as [string, string][]) {
      const booted = spawnSync('tools/posts/boot-image.sh', [image, firmware], { encoding: 'utf8' })
      assert.match(booted.stdout, new RegExp(`GRUB on ${platform}, root is hd0,gpt3`))
      assert.match(booted.stdout, /^up$/m)
    }
    rmSync(folder, { recursive: true, force: true })
  })
})
