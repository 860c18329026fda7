"""The steps of a stream, as later decisions need them. Cannot fail."""

from domain.steps.messages import AnswerJudged, Step, StepTaken


def evolve_steps(steps: tuple[Step, ...], event: StepTaken | AnswerJudged) -> tuple[Step, ...]:
    """The steps after the event."""
    match event:
        case StepTaken():
            step = Step(
                no=event.step,
                kind=event.kind,
                body=event.body,
                to=event.to,
                signatories=event.signatories,
            )
            return (*steps, step)
        case AnswerJudged():
            return tuple(
                x.model_copy(update={"answers": x.answers + 1})
                if x.no == event.step and event.again
                else x
                for x in steps
            )
