const DEGREES_PER_MINUTE = 360 / 1440;
const DAWN_MINUTE = 6 * 60;
const DUSK_MINUTE = 20 * 60;

/** A disc with the sun on one side and the moon on the other, turning once a day behind a hill. */
export function DayDial({ minute }: { readonly minute: number }) {
  const isDay = minute >= DAWN_MINUTE && minute < DUSK_MINUTE;
  return (
    <svg
      className={isDay ? "dial dial--day" : "dial dial--night"}
      viewBox="0 0 44 30"
      aria-hidden="true"
    >
      <clipPath id="dial-window">
        <path d="M1 29V22a21 21 0 0 1 42 0v7z" />
      </clipPath>
      <g clipPath="url(#dial-window)">
        <rect className="dial__sky" width="44" height="30" />
        <g transform={`rotate(${minute * DEGREES_PER_MINUTE - 180} 22 24)`}>
          <circle className="dial__sun" cx="22" cy="9" r="5" />
          <path className="dial__moon" d="M25 43.500a5 5 0 1 1-5.500-8.500 6 6 0 0 0 5.500 8.500z" />
        </g>
        <path className="dial__hill" d="M0 30v-5q11-5 22-1t22-1v7z" />
      </g>
      <path className="dial__rim" d="M1 29V22a21 21 0 0 1 42 0v7z" />
    </svg>
  );
}
