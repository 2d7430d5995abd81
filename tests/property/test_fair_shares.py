from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.leases import LivingHost, fair_shares

HOSTS = st.lists(
    st.builds(LivingHost, id=st.uuids().map(str), capacity=st.integers(1, 30), worlds=st.integers(0, 30)),
    min_size=1,
    max_size=8,
    unique_by=lambda host: host.id,
)
WORLDS = st.integers(0, 150)


@given(WORLDS, HOSTS)
def test_all_is_given_out_as_far_as_the_capacities_reach(worlds: int, hosts: list[LivingHost]) -> None:
    shares = fair_shares(worlds, hosts)
    assert sum(shares.values()) == min(worlds, sum(host.capacity for host in hosts))
    assert all(0 <= shares[host.id] <= host.capacity for host in hosts)


@given(WORLDS, HOSTS)
def test_nobody_with_room_has_less_than_another_by_two(worlds: int, hosts: list[LivingHost]) -> None:
    shares = fair_shares(worlds, hosts)
    least = min((shares[host.id] for host in hosts if shares[host.id] < host.capacity), default=None)
    assert least is None or max(shares.values()) - least <= 1


@given(WORLDS, HOSTS)
def test_all_hosts_reckon_the_same_and_what_is_fair_stays(worlds: int, hosts: list[LivingHost]) -> None:
    shares = fair_shares(worlds, hosts)
    assert fair_shares(worlds, hosts[::-1]) == shares
    settled = [replace(host, worlds=shares[host.id]) for host in hosts]
    assert fair_shares(sum(shares.values()), settled) == shares
