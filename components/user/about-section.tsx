import { paths } from '@/core/paths'
import { aboutMax } from '@/lib/user'
import { TextField } from '../form/field'

/** The line about oneself. @param young true while links in it are not links yet */
export function AboutSection({ about, young }: { about: string | null; young: boolean }) {
  return (
    <section id="about">
      <h2>A line about you</h2>
      <form method="post" action={paths.aboutMe} className="narrow">
        <TextField
          name="about"
          action={paths.aboutMe}
          label="Your line"
          hint={
            <>
              Everybody sees it on your page.{' '}
              {young
                ? 'Links in it work when your account is a day old.'
                : 'Plain text; web addresses become links.'}{' '}
              <span data-countdown={aboutMax} />
            </>
          }
          initial={about ?? ''}
          rows={3}
          data-max={aboutMax}
        />
        <p className="buttons">
          <button type="submit">Save the line</button>
        </p>
      </form>
    </section>
  )
}
