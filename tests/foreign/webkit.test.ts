import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { aUserWithPassword, limits } from '../http/helpers'
import { indexWritten } from '../indexed'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'
import { WebDriver } from './webdriver'

const browser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'
const missing = [
  ['/usr/bin/WebKitWebDriver', 'webkit2gtk-driver'],
  [browser, 'webkit2gtk-driver'],
  ['/usr/bin/xvfb-run', 'xvfb xauth'],
].find(([path = '']) => !existsSync(path))
const skip =
  process.env.FOREIGN !== '1'
    ? 'WebKitGTK is tested by npm run test:foreign'
    : missing
      ? `There is no ${missing[0]} here: apt-get install ${missing[1]}`
      : false

const password = 'a sentence that nobody guesses'
const button = (name: string) => `//button[normalize-space()='${name}']`

describe('WebKitGTK', { skip }, () => {
  const server = ownServer()
  let webkit: WebDriver
  let id: number
  before(async () => {
    await limits(server, 'off')
    await aUserWithPassword('webbie', password)
    id = await aBemoaning(await aUser())
    // The sandbox refuses to run as root.
    process.env.WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS = '1'
    webkit = await WebDriver.start(['xvfb-run', '-a', 'WebKitWebDriver'], {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    })
    console.log(`WebKitGTK: ${webkit.version}`)
  })
  after(() => webkit?.close())
  const open = (path: string) => webkit.go(server.origin + path)

  test('signs up, votes, bemoans, comments, searches, signs out and in', async () => {
    await open('/signup')
    await webkit.type("//input[@name='handle']", 'webster')
    await webkit.type("//input[@name='password']", password)
    await webkit.click(button('Sign up'))
    await webkit.find("//div[@class='who']//summary[contains(.,'webster')]")

    await open(`/b/${id}`)
    await webkit.click("//button[@data-kind='bemoan']")
    await webkit.find("//button[@data-kind='bemoan'][@aria-pressed='true']")

    const text = 'WebKit decodes films and posts this sentence as well.'
    await open('/submit')
    await webkit.type("//textarea[@name='body']", text)
    await webkit.click("//details[@class='all-tags']/summary")
    await webkit.click("//label[input[@value='browsers']]")
    await webkit.click(button('Bemoan'))
    assert.match(
      await webkit.text("//h1[contains(@class,'bemoaning')]"),
      /posts this sentence as well\. IBTSOCS/,
    )

    await webkit.type("//textarea[@name='body']", 'A comment out of WebKit.')
    await webkit.click(button('Comment'))
    await webkit.find("//*[contains(@class,'comment')]//p[.='A comment out of WebKit.']")

    await open('/submit')
    await webkit.find("//textarea[@name='body']")
    assert.equal(
      await webkit.run("return document.querySelector('textarea[name=body]').value"),
      '',
      'no draft is left',
    )

    // Search follows within two seconds.
    await indexWritten()
    await open('/search')
    await webkit.type("//main//input[@name='q']", 'films sentence')
    await webkit.click("//main//button[.='Search']")
    await webkit.find(`//article//h2[contains(.,'posts this')]`)

    await webkit.click("//div[@class='who']//summary")
    await webkit.click(button('sign out'))
    await webkit.find("//a[.='sign in']")
    await open('/signin')
    await webkit.type("//input[@name='handle']", 'webster')
    await webkit.type("//input[@name='password']", password)
    await webkit.click(button('Sign in'))
    await webkit.find("//div[@class='who']//summary[contains(.,'webster')]")
  })

  test('no page scrolls sideways in a narrow window', async () => {
    const widths = new Set<unknown>()
    const wide: unknown[] = []
    await webkit.resize(320, 800)
    for (const path of ['/', `/b/${id}`, '/submit', '/state', '/blog', '/blog/black-bean-soup', '/rules']) {
      await open(path)
      await webkit.find('//footer')
      const [content, window] = (await webkit.run(
        'return [document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )) as [number, number]
      widths.add(window)
      if (content > window) wide.push([path, content, window])
    }
    console.log(`WebKitGTK: windows of ${[...widths].join(', ')} pixels`)
    assert.deepEqual(wide, [])
  })
})
