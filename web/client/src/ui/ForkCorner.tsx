import { useEffect, useRef } from "react";
import { useTown } from "./hooks";

/** Where a fork shows what it adds to the town. */
export function ForkCorner() {
  const { fork } = useTown();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    host.current?.replaceChildren(fork.corner);
  }, [fork]);
  return <div ref={host} />;
}
