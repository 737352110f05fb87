import { Fragment } from 'react'

/**
 * A plain text with its line ends, in an element of class `kept`. The stylesheet shows line ends as they are and hides
 * the `br`; text browsers and readers without it show the `br`.
 */
export const Lines = ({ text }: { text: string }) =>
  text.split('\n').map((line, index, lines) => {
    const isLast = index === lines.length - 1
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, which never move
      <Fragment key={index}>
        {isLast ? line : `${line}\n`}
        {!isLast && <br />}
      </Fragment>
    )
  })
