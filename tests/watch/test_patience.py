"""A Temporal that took a question and never answers it is given up, and asked again."""

import asyncio
import os
import signal
from datetime import timedelta

import pytest
from temporalio.client import Client
from temporalio.service import RPCError

from stack import temporal
from tests.support import data_folder, free_port
from watch import deployment
from workflows.attributes import SEARCH_ATTRIBUTES


async def test_a_question_that_is_never_answered_has_an_end(monkeypatch: pytest.MonkeyPatch):
    with data_folder() as home:
        server = temporal.start(home, free_port(), free_port(), SEARCH_ATTRIBUTES)
        client = await Client.connect(server.address)
        await deployment.register_attributes(client)
        monkeypatch.setattr(deployment, "PATIENCE", timedelta(seconds=0.5))
        server.child.process.send_signal(signal.SIGSTOP)
        stopped = (os.P_PID, server.child.process.pid, os.WSTOPPED | os.WNOWAIT)
        await asyncio.to_thread(os.waitid, *stopped)
        for question in (deployment.register_attributes, deployment.make_current):
            with pytest.raises(RPCError):
                await asyncio.wait_for(question(client), 10)
        server.child.process.send_signal(signal.SIGCONT)
        monkeypatch.setattr(deployment, "PATIENCE", timedelta(seconds=10))
        assert not await deployment.make_current(client)  # no worker has come yet
        server.stop()
