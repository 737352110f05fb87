#!/bin/sh
# react-dom 19.3.1, react 19.3.1, Node 20.20.2.
#
# `renderToStaticMarkup` of a piece of a page returns more than the elements of its tree: before the first of them stands a
# `<link rel="preload" as="image">` for each picture that is not lazy. It is meant for the head of a whole document, but is also
# written for a fragment, so whoever puts the result into a page, a feed or a mail has a link in the middle of its body, and a
# comparison of two pages finds an element that nobody wrote. A picture that is lazy, or within `<picture>`, has none.
#
# Seen:
#     eager:   <link rel="preload" as="image" href="/a.png"/><p><img src="/a.png" alt=""/></p>
#     lazy:    <p><img src="/a.png" alt="" loading="lazy"/></p>
#     picture: <p><picture><img src="/a.png" alt=""/></picture></p>
#
# Exits 0 while that holds, 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts react@19.3.1 react-dom@19.3.1 >/dev/null
cat >look.cjs <<'LOOK'
const { createElement: element } = require('react')
const { renderToStaticMarkup: draw } = require('react-dom/server')

const picture = (more) => element('img', { src: '/a.png', alt: '', ...more })
const seen = {
  eager: draw(element('p', null, picture())),
  lazy: draw(element('p', null, picture({ loading: 'lazy' }))),
  picture: draw(element('p', null, element('picture', null, picture()))),
}
for (const [name, html] of Object.entries(seen)) console.log(`${`${name}:`.padEnd(8)} ${html}`)
const holds =
  seen.eager.startsWith('<link rel="preload" as="image" href="/a.png"/><p>') &&
  seen.lazy.startsWith('<p>') &&
  seen.picture.startsWith('<p>')
process.exit(holds ? 0 : 1)
LOOK
node look.cjs
