import { useTexts } from "../texts/useTexts";
import { freshnessOf } from "../town/live";
import { useStore, useTown } from "./hooks";

/** In the place of a picture that could only be wrong. */
export function Outdated() {
  const { outdated } = useTexts();
  const live = useStore(useTown().live);
  if (freshnessOf(live, undefined).kind !== "outdated") return null;
  return (
    <div className="splash splash--over">
      <div className="card splash__card" role="alert">
        <h1>{outdated.title}</h1>
        <p>{outdated.why}</p>
        <button className="button button--primary" type="button" onClick={() => location.reload()}>
          {outdated.reload}
        </button>
      </div>
    </div>
  );
}
