"""What can be asked of a collection's pool, and what can happen to it."""

from domain.screening.candidate_messages import CandidateCommand, CandidateEvent
from domain.screening.comment_messages import CommentCommand, CommentEvent
from domain.screening.pool_messages import ItemCommand, ItemEvent
from domain.screening.reserve_messages import ReserveCommand, ReserveEvent

PoolCommand = ItemCommand | CandidateCommand | CommentCommand | ReserveCommand
PoolEvent = ItemEvent | CandidateEvent | CommentEvent | ReserveEvent
