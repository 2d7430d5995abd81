import { Fill, useTexts } from "../texts/useTexts";
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
  const { invitation } = useTexts();
  const host = usePlayer(partnerIn(conversation, self.id));
  if (host === undefined) return null;
  return (
    <section className="card invite" data-bar role="alert" aria-label={invitation.label}>
      <Portrait look={host.look} size="large" />
      <div>
        <p className="invite__text">
          <Fill text={invitation.text} name={<strong dir="auto">{host.name}</strong>} />
        </p>
        <div className="actions">
          <button
            type="button"
            className="button button--primary"
            onClick={() => void visitor.accept(conversation.id)}
          >
            {invitation.yes}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void visitor.reject(conversation.id)}
          >
            {invitation.no}
          </button>
        </div>
      </div>
    </section>
  );
}
