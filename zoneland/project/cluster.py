"""Several processes or machines at work: groups of zones are measured by Dask's workers.

Each result says which versions made it: a worker with another GEOS or PROJ might differ in the
last digit, and is refused.
"""

from __future__ import annotations

import logging
import uuid
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

import pyproj
import shapely

from zoneland.core.problems import OutputError, Problem
from zoneland.core.wording import Term
from zoneland.rules.assess import assess as assess_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    import geopandas as gpd
    from distributed import Client, Future

    from zoneland.core.cover import Cover
    from zoneland.core.ledger import Ledger
    from zoneland.measure.groups import Spread
    from zoneland.rules.assess import Progress
    from zoneland.rules.assessment import AreaKind, Assessment
    from zoneland.rules.settings import RuleSettings

CONNECT_S: Final = 10
LOOK_S: Final = 2
"""So often it is looked whether any worker is left."""
PATIENCE_S: Final = 60
"""So long workers may all be away: they are restarted, or only begin to come."""
ALLOWED_FAILURES: Final = 3
"""Workers that may be lost over one group: with the fourth it is the group that ends them."""
WAITING_A_THREAD: Final = 2
"""Groups given out for each thread: one at work, one waiting. The rest is not sent yet."""
LARGEST: Final = "4GB"
"""Below it Dask does not advise against sending data: groups hold what they rest on."""
SETTINGS: Final = {
    "distributed.scheduler.allowed-failures": ALLOWED_FAILURES,
    "distributed.admin.large-graph-warning-threshold": LARGEST,
}
LIBRARIES: Final = ("zoneland", "numpy", "shapely", "pyproj", "numba")


@contextmanager
def spreading(*, address: str = "", workers: int = 0) -> Iterator[Spread | None]:
    """Open a cluster for a while.

    Parameters
    ----------
    address
        Of a Dask scheduler, ``tcp://10.0.0.5:8786``; empty for none.
    workers
        Where there is no address: processes to start on this machine; 0 for none.

    Yields
    ------
    Callable or None
        What has groups measured there; None without a cluster.

    Raises
    ------
    OutputError
        ZL456 if nothing answers at the address, ZL457 if Dask is not installed.
    """
    if not address and not workers:
        yield None
        return
    with _opened(address, workers) as client:
        yield over(client)


@contextmanager
def _opened(address: str, workers: int) -> Iterator[Client]:
    where = address or f"--workers {workers}"
    try:
        import dask  # noqa: PLC0415  an optional extra
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ImportError as error:
        raise OutputError([Problem("ZL457", where)]) from error
    with dask.config.set(SETTINGS):
        try:
            if address:
                client = Client(address, timeout=CONNECT_S, set_as_default=False)
            else:
                local = LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.ERROR,
                )
                client = Client(local, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise OutputError([Problem("ZL456", where, {"reason": error})]) from error
        try:
            yield client
        finally:
            client.close()
            if not address:
                local.close()


def over(client: Client, *, patience_s: float = PATIENCE_S) -> Spread:
    """Give what has groups measured by the workers of an open client.

    The costliest groups go first. A group whose worker is lost goes to another one.

    Parameters
    ----------
    client
        Of a scheduler with workers; where there are none, they are waited for.
    patience_s
        How long, in seconds.

    Returns
    -------
    Callable
        Raises `OutputError`: ZL456 if the scheduler has gone, ZL458 if all workers are lost or
        too many of them over one group, ZL459 for a worker with other versions.
    """

    def spread(function: Callable[[Any], Any], groups: Sequence[Any]) -> list[Any]:
        import dask  # noqa: PLC0415  who has a client has it

        with dask.config.set(SETTINGS), client.as_current():
            return _spread(client, function, groups, patience_s)

    return spread


def _spread(
    client: Client, function: Callable[[Any], Any], groups: Sequence[Any], patience_s: float
) -> list[Any]:
    """Have groups measured, a few for each thread at a time, the costliest first."""
    name = f"zoneland-{uuid.uuid4().hex}"
    waiting = sorted(range(len(groups)), key=lambda at: groups[at].cost)
    results: dict[int, Any] = {}
    held: dict[Future[Any], int] = {}
    seen_at = monotonic()
    while waiting or held:
        threads = _threads(client)
        seen_at = monotonic() if threads else seen_at
        if monotonic() - seen_at > patience_s:
            raise _lost(client, "cluster.none_left")
        while waiting and len(held) < WAITING_A_THREAD * max(threads, 1):
            at = waiting.pop()
            future = client.submit(_measured, function, groups[at], key=f"{name}-{at}", pure=False)
            held[future] = at
        for future in _done(list(held)):
            results[held.pop(future)] = _result(future, client)
    return [results[at] for at in range(len(groups))]


def _measured(function: Callable[[Any], Any], group: Any) -> tuple[Any, dict[str, str]]:  # noqa: ANN401
    """Measure a group where it is, and say what by."""
    return function(group), _versions()


def _versions() -> dict[str, str]:
    """Give the versions that the last digit of an area may rest on."""
    found = {"GEOS": shapely.geos_version_string, "PROJ": pyproj.proj_version_str}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "—"
    return found


def _threads(client: Client) -> int:
    """Count the threads of all workers."""
    try:
        return sum(client.nthreads().values())
    except OSError as error:
        raise _gone(client, error) from error


def _done(held: list[Future[Any]]) -> list[Future[Any]]:
    """Wait for groups; give what has been done by now, which may be nothing."""
    from distributed import wait  # noqa: PLC0415

    try:
        return list(wait(held, timeout=LOOK_S, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return [future for future in held if future.done()]


def _result(future: Future[Any], client: Client) -> Any:  # noqa: ANN401  whatever was measured
    """Take a group's result, if it was made by what we have ourselves.

    What went wrong with a group itself is raised as it was there.
    """
    from distributed.scheduler import KilledWorker  # noqa: PLC0415

    try:
        found, versions = future.result()
    except KilledWorker as error:
        raise _lost(client, "cluster.one_group") from error
    except CancelledError as error:
        raise _gone(client, error) from error
    here = _versions()
    differing = [
        f"{name} {versions[name]} ≠ {here[name]}" for name in here if versions[name] != here[name]
    ]
    if differing:
        raise OutputError([Problem("ZL459", _place(client), {"found": "；".join(differing)})])
    return found


def _place(client: Client) -> str:
    return str(client.scheduler.address) if client.scheduler is not None else "—"


def _lost(client: Client, reason: str) -> OutputError:
    return OutputError([Problem("ZL458", _place(client), {"reason": Term(reason)})])


def _gone(client: Client, error: BaseException) -> OutputError:
    values = {"reason": str(error) or type(error).__name__}
    return OutputError([Problem("ZL456", _place(client), values)])


class Known(TypedDict, total=False):
    """What else `zoneland.rules.assess.assess` takes."""

    cover: Cover | None
    lines: Mapping[str, gpd.GeoDataFrame] | None
    zoning: gpd.GeoDataFrame | None
    ledger: Ledger | None
    on: date | str | None
    rules: RuleSettings | None
    area: AreaKind
    title: str
    progress: Progress | None


def assess(
    zones: gpd.GeoDataFrame,
    parcels: gpd.GeoDataFrame | Mapping[str, gpd.GeoDataFrame] | None = None,
    *,
    client: Client | None = None,
    **known: Unpack[Known],
) -> Assessment:
    """Judge zones by what is known of their land, on a cluster if there is one.

    Parameters
    ----------
    zones, parcels, known
        As for `zoneland.rules.assess.assess`: ``cover``, ``lines``, ``zoning``, ``ledger``, ``on``,
        ``rules``, ``area``, ``title``, ``progress``.
    client
        Of a Dask cluster whose workers measure the land; None to do it here. The figures are
        the same to the last bit.

    Returns
    -------
    Assessment
        As there.

    Raises
    ------
    InputError
        As there.
    OutputError
        As `over` says, where the cluster is lost.
    """
    spread = None if client is None else over(client)
    return assess_here(zones, parcels, spread=spread, **known)
