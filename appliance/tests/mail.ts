import assert from 'node:assert/strict'
import type { ApplianceTest } from '../lab/case'
import { ask, eventually, ssh } from '../lab/machine'
import { untilReady } from '../lab/ready'

/** A minimal mail server that keeps everything. It runs in a guest of its own. */
const sink = `
const net = require('node:net'), fs = require('node:fs')
net.createServer((socket) => {
  let data = false
  socket.write('220 sink\\r\\n')
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    const text = chunk.toString()
    fs.appendFileSync('/run/mails', text)
    if (data) { if (/\\r\\n\\.\\r\\n$/.test(text)) { data = false; socket.write('250 kept\\r\\n') } return }
    for (const line of text.split('\\r\\n').filter(Boolean)) {
      if (/^DATA/i.test(line)) { data = true; socket.write('354 go on\\r\\n') }
      else if (/^QUIT/i.test(line)) socket.end('221 bye\\r\\n')
      else socket.write('250 ok\\r\\n')
    }
  })
}).listen(25, '10.77.0.3')`

const address = (last: number): string => `ip link set eth1 up && ip addr replace 10.77.0.${last}/24 dev eth1`

export default {
  title: 'a client reaches the site, and the site’s email reaches a mail server, over a private switch',
  async run({ lab, patience }) {
    const secrets = {
      SMTP_URL: 'smtp://10.77.0.3:25?requireTLS=false',
      MAIL_FROM: `site@${lab.values.appliance}`,
    }
    const [site, mail, client] = await Promise.all([
      lab.boot('site', { lan: 2, secrets }),
      lab.boot('sink', { lan: 3 }),
      lab.boot('client', { lan: 4 }),
    ])
    await Promise.all([site, mail, client].map((one) => untilReady(one, patience(300))))
    await Promise.all([ssh(site, address(2)), ssh(mail, address(3)), ssh(client, address(4))])
    await ssh(mail, `cat >/run/sink.cjs && systemd-run --unit sink /usr/lib/ibtsocs/node /run/sink.cjs`, {
      input: sink,
    })

    // The client reaches the site only over the private network.
    await ssh(client, `cat >/run/ca.pem && echo 10.77.0.2 ${site.host} >>/etc/hosts`, { input: site.ca })
    const fetched = await ssh(
      client,
      `NODE_EXTRA_CA_CERTS=/run/ca.pem /usr/lib/ibtsocs/node -e "fetch('https://${site.host}/readyz').then(async a => console.log(a.status))"`,
    )
    assert.equal(fetched.trim(), '200')
    assert.ok((await lab.switch()).carried() > 10)

    await ssh(site, 'ibtsocs-admin user create reader')
    await ssh(
      site,
      `runuser -u postgres -- psql -qX ibtsocs -c "update users set email = 'reader@example.org' where handle = 'reader'"`,
    )
    const origin = `https://${site.host}`
    const asked = await ask(site, '/forgot', {
      method: 'POST',
      body: 'email=reader%40example.org',
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    })
    assert.ok(asked.status < 400, `${asked.status} ${asked.text.slice(0, 300)}`)
    await eventually(async () => {
      const mails = await ssh(mail, 'cat /run/mails')
      assert.match(mails, /RCPT TO:<reader@example\.org>/i)
      assert.match(mails, /Content-Type: multipart\/alternative/i)
    }, patience(60))
    for (const one of [site, mail, client]) await one.cut()
  },
} satisfies ApplianceTest
