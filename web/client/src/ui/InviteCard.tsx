import type { Conversation, Player } from "../wire/types";
import { partnerIn } from "../town/model";
import { Portrait } from "./Portrait";
import { usePlayer, useTown } from "./hooks";

/** Somebody would like to talk with the visitor. */
export function InviteCard({
  self,
  conversation,
}: {
  readonly self: Player;
  readonly conversation: Conversation;
}) {
  const { visitor } = useTown();
  const host = usePlayer(partnerIn(conversation, self.id));
  if (host === undefined) return null;
  return (
    <section className="card invite" role="alert" aria-label="Invitation">
      <Portrait look={host.look} size="large" />
      <div>
        <p className="invite__text">
          <strong>{host.name}</strong> would like to talk with you.
        </p>
        <div className="actions">
          <button
            type="button"
            className="button button--primary"
            onClick={() => void visitor.accept(conversation.id)}
          >
            Gladly
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void visitor.reject(conversation.id)}
          >
            Not now
          </button>
        </div>
      </div>
    </section>
  );
}
