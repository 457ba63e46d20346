import httpx

from bot.transport import _in_one_piece


async def test_a_form_goes_out_in_one_piece():
    request = httpx.Request(
        "POST",
        "http://127.0.0.1/sendPhoto",
        data={"chat_id": "7", "caption": "7 · 99 % sure"},
        files={"photo": ("chart.jpg", b"picture" * 20_000)},
    )
    length = int(request.headers["Content-Length"])
    before = [part async for part in request.stream]
    await _in_one_piece(request)
    after = [part async for part in request.stream]
    assert len(before) > 3
    assert after == [b"".join(before)]
    assert len(after[0]) == length
